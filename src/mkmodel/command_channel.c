#include "mkmodel/align.h"
#include "mkmodel/arguments.h"
#include "mkmodel/commands.h"
#include "mkmodel/write.h"

#include <stdlib.h>
#include <unistd.h>

/* One more channel at the end of the section: records of SIZE bytes. */
static enum vn_status append(struct vn_buf *section, const char *name, const struct vn_buf *records,
			     size_t size, struct vn_err *err)
{
	struct vn_file_channel header = {.segment_count = (uint32_t)(records->len / size)};
	enum vn_status status;

	strncpy(header.name, name, VN_CHANNEL_NAME - 1);
	status = vn_buf_add(section, &header, sizeof header, err);
	return status ? status : vn_buf_add(section, records->ptr, records->len, err);
}

enum vn_status vn_pages_add(struct vn_pairs *pairs, char *source, struct vn_err *err)
{
	bool loose = *source == '~';
	char *split;
	uint32_t weight;
	enum vn_status status = vn_argument_weight(source, 1000, &weight, err);

	if (status)
		return status;
	source += loose;
	split = strchr(source, ',');
	if (split) {
		*split = 0;
		return vn_pairs_add(pairs, source, split + 1, weight, loose, err);
	}
	split = strchr(source, '=');
	if (!split)
		return vn_err_set(err, VN_EUSAGE, "%s is not DIR=GLOB", source);
	*split = 0;
	return vn_pairs_add_dir(pairs, source, split + 1, weight, loose, err);
}

struct settings {
	const char *name, *out;
	long rounds;
	bool neighbours;
};

static enum vn_status parse(struct settings *s, int argc, char **argv, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	int c;

	*s = (struct settings){.rounds = 8, .neighbours = true};
	optind = 1;
	while (!status && (c = getopt(argc, argv, ":o:c:r:n")) != -1) {
		if (c == 'o')
			s->out = optarg;
		else if (c == 'c')
			s->name = optarg;
		else if (c == 'r')
			status =
				vn_argument_number(&s->rounds, "channel: -r", optarg, 1, 1000, err);
		else if (c == 'n')
			s->neighbours = false;
		else
			status = vn_argument_unknown("channel", c, err);
	}
	if (!status && (!s->out || !s->name))
		status = vn_err_set(err, VN_EUSAGE, "channel: need -c NAME and -o PART");
	return status;
}

enum vn_status vn_command_channel(int argc, char **argv, struct vn_err *err)
{
	struct vn_pairs pairs = {0};
	struct vn_buf segments = {0}, contexts = {0};
	struct vn_sections sections = {0};
	struct settings s;
	enum vn_status status = parse(&s, argc, argv, err);

	if (!status && strcmp(s.name, "bare") == 0)
		status = vn_align_bare(&segments, err);
	for (; !status && optind < argc; optind++)
		status = vn_pages_add(&pairs, argv[optind], err);
	if (!status && pairs.count)
		status = vn_align_learn(&pairs, (int)s.rounds, &segments,
					s.neighbours ? &contexts : NULL, err);
	if (!status)
		status = append(vn_sections_get(&sections, VN_SECTION_CHAN), s.name, &segments,
				sizeof(struct vn_file_segment), err);
	if (!status && contexts.len)
		status = append(vn_sections_get(&sections, VN_SECTION_CTXT), s.name, &contexts,
				sizeof(struct vn_file_context), err);
	if (!status)
		status = vn_sections_write(&sections, s.out, err);
	vn_sections_fini(&sections);
	vn_buf_fini(&segments);
	vn_buf_fini(&contexts);
	vn_pairs_fini(&pairs);
	return status;
}
