#include "mkmodel/align.h"
#include "mkmodel/commands.h"
#include "mkmodel/write.h"

#include <stdlib.h>
#include <unistd.h>

/* One more channel at the end of the chunk: records of SIZE bytes. */
static enum vn_status append(struct vn_buf *chunk, const char *name, const struct vn_buf *records,
			     size_t size, struct vn_err *err)
{
	struct vn_file_channel header = {.segment_count = (uint32_t)(records->len / size)};
	enum vn_status status;

	strncpy(header.name, name, VN_CHANNEL_NAME - 1);
	status = vn_buf_add(chunk, &header, sizeof header, err);
	return status ? status : vn_buf_add(chunk, records->ptr, records->len, err);
}

enum vn_status vn_pages_add(struct vn_pairs *pairs, char *source, struct vn_err *err)
{
	char *colon = strrchr(source, ':'), *split;
	long weight = colon ? strtol(colon + 1, NULL, 10) : 1;

	bool loose = *source == '~';

	source += loose;
	if (colon)
		*colon = 0;
	if (weight < 1 || weight > 1000)
		return vn_err_set(err, VN_EUSAGE, "weight of %s is not 1 to 1000", source);
	split = strchr(source, ',');
	if (split) {
		*split = 0;
		return vn_pairs_add(pairs, source, split + 1, (uint32_t)weight, loose, err);
	}
	split = strchr(source, '=');
	if (!split)
		return vn_err_set(err, VN_EUSAGE, "%s is not DIR=GLOB", source);
	*split = 0;
	return vn_pairs_add_dir(pairs, source, split + 1, (uint32_t)weight, loose, err);
}

enum vn_status vn_command_channel(int argc, char **argv, struct vn_err *err)
{
	struct vn_pairs pairs = {0};
	struct vn_buf segments = {0}, contexts = {0};
	struct vn_chunks chunks = {0};
	const char *name = NULL, *out = NULL;
	enum vn_status status = VN_OK;
	bool neighbours = true;
	int c, rounds = 8;

	optind = 1;
	while ((c = getopt(argc, argv, "o:c:r:n")) != -1) {
		if (c == 'o')
			out = optarg;
		else if (c == 'c')
			name = optarg;
		else if (c == 'r')
			rounds = atoi(optarg);
		else if (c == 'n')
			neighbours = false;
		else
			return vn_err_set(err, VN_EUSAGE, "channel: unknown option");
	}
	if (!out || !name || rounds < 1)
		return vn_err_set(err, VN_EUSAGE, "channel: need -c NAME and -o PART");
	if (strcmp(name, "bare") == 0)
		status = vn_align_bare(&segments, err);
	for (; !status && optind < argc; optind++)
		status = vn_pages_add(&pairs, argv[optind], err);
	if (!status && pairs.count)
		status = vn_align_learn(&pairs, rounds, &segments, neighbours ? &contexts : NULL,
					err);
	if (!status)
		status = append(vn_chunks_get(&chunks, VN_CHUNK_CHAN), name, &segments,
				sizeof(struct vn_file_segment), err);
	if (!status && contexts.len)
		status = append(vn_chunks_get(&chunks, VN_CHUNK_CTXT), name, &contexts,
				sizeof(struct vn_file_context), err);
	if (!status)
		status = vn_chunks_write(&chunks, out, err);
	vn_chunks_fini(&chunks);
	vn_buf_fini(&segments);
	vn_buf_fini(&contexts);
	vn_pairs_fini(&pairs);
	return status;
}
