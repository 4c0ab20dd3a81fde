#include "mkmodel/arguments.h"
#include "mkmodel/commands.h"
#include "mkmodel/write.h"

#include <unistd.h>

/* The chunks that hold one thing a channel. */
static const uint32_t by_channel[] = {VN_CHUNK_CHAN, VN_CHUNK_CTXT};
#define BY_CHANNEL (sizeof by_channel / sizeof *by_channel)

/* Channels add up, other chunks replace what an earlier part held. */
static enum vn_status add_part(struct vn_chunks *chunks, struct vn_buf channels[BY_CHANNEL],
			       const char *path, struct vn_err *err)
{
	struct vn_buf *chunk[BY_CHANNEL];
	enum vn_status status;

	for (size_t i = 0; i < BY_CHANNEL; i++)
		chunk[i] = vn_chunks_get(chunks, by_channel[i]);
	status = vn_chunks_read(chunks, path, err);
	for (size_t i = 0; !status && i < BY_CHANNEL; i++)
		status = vn_buf_add(&channels[i], chunk[i]->ptr, chunk[i]->len, err);
	return status;
}

enum vn_status vn_command_join(int argc, char **argv, struct vn_err *err)
{
	struct vn_chunks chunks = {0};
	struct vn_buf channels[BY_CHANNEL] = {{0}}, *chunk;
	const char *out = NULL, *info = "";
	enum vn_status status = VN_OK;
	int c;

	optind = 1;
	while ((c = getopt(argc, argv, ":o:i:")) != -1) {
		if (c == 'o')
			out = optarg;
		else if (c == 'i')
			info = optarg;
		else
			return vn_argument_unknown("join", c, err);
	}
	if (!out || optind == argc)
		return vn_err_set(err, VN_EUSAGE, "join: need -o MODEL and parts");
	for (; !status && optind < argc; optind++)
		status = add_part(&chunks, channels, argv[optind], err);
	for (size_t i = 0; !status && i < BY_CHANNEL; i++) {
		chunk = vn_chunks_get(&chunks, by_channel[i]);
		status = vn_buf_add(chunk, channels[i].ptr, channels[i].len, err);
	}
	if (!status) {
		chunk = vn_chunks_get(&chunks, VN_CHUNK_INFO);
		status = vn_buf_add(chunk, info, strlen(info), err);
	}
	if (!status)
		status = vn_chunks_write(&chunks, out, err);
	for (size_t i = 0; i < BY_CHANNEL; i++)
		vn_buf_fini(&channels[i]);
	vn_chunks_fini(&chunks);
	return status;
}
