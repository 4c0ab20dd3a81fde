#include "mkmodel/commands.h"
#include "mkmodel/write.h"

#include <unistd.h>

/* Channels add up, other chunks replace what an earlier part held. */
static enum vn_status add_part(struct vn_chunks *chunks, struct vn_buf *channels, const char *path,
			       struct vn_err *err)
{
	enum vn_status status;
	struct vn_buf *chunk = vn_chunks_get(chunks, VN_CHUNK_CHAN);

	status = vn_chunks_read(chunks, path, err);
	return status ? status : vn_buf_add(channels, chunk->ptr, chunk->len, err);
}

enum vn_status vn_command_join(int argc, char **argv, struct vn_err *err)
{
	struct vn_chunks chunks = {0};
	struct vn_buf channels = {0}, *chunk;
	const char *out = NULL, *info = "";
	enum vn_status status = VN_OK;
	int c;

	optind = 1;
	while ((c = getopt(argc, argv, "o:i:")) != -1) {
		if (c == 'o')
			out = optarg;
		else if (c == 'i')
			info = optarg;
		else
			return vn_err_set(err, VN_EUSAGE, "join: unknown option");
	}
	if (!out || optind == argc)
		return vn_err_set(err, VN_EUSAGE, "join: need -o MODEL and parts");
	for (; !status && optind < argc; optind++)
		status = add_part(&chunks, &channels, argv[optind], err);
	if (!status) {
		chunk = vn_chunks_get(&chunks, VN_CHUNK_CHAN);
		status = vn_buf_add(chunk, channels.ptr, channels.len, err);
	}
	if (!status) {
		chunk = vn_chunks_get(&chunks, VN_CHUNK_INFO);
		status = vn_buf_add(chunk, info, strlen(info), err);
	}
	if (!status)
		status = vn_chunks_write(&chunks, out, err);
	vn_buf_fini(&channels);
	vn_chunks_fini(&chunks);
	return status;
}
