#include "mkmodel/arguments.h"
#include "mkmodel/commands.h"
#include "mkmodel/write.h"

#include <unistd.h>

/* The sections that hold one thing a channel. */
static const uint32_t by_channel[] = {VN_SECTION_CHAN, VN_SECTION_CTXT};
#define BY_CHANNEL (sizeof by_channel / sizeof *by_channel)

/* Channels add up, other sections replace what an earlier part held. */
static enum vn_status add_part(struct vn_sections *sections, struct vn_buf channels[BY_CHANNEL],
			       const char *path, struct vn_err *err)
{
	struct vn_buf *section[BY_CHANNEL];
	enum vn_status status;

	for (size_t i = 0; i < BY_CHANNEL; i++)
		section[i] = vn_sections_get(sections, by_channel[i]);
	status = vn_sections_read(sections, path, err);
	for (size_t i = 0; !status && i < BY_CHANNEL; i++)
		status = vn_buf_add(&channels[i], section[i]->ptr, section[i]->len, err);
	return status;
}

enum vn_status vn_command_join(int argc, char **argv, struct vn_err *err)
{
	struct vn_sections sections = {0};
	struct vn_buf channels[BY_CHANNEL] = {{0}}, *section;
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
		status = add_part(&sections, channels, argv[optind], err);
	for (size_t i = 0; !status && i < BY_CHANNEL; i++) {
		section = vn_sections_get(&sections, by_channel[i]);
		status = vn_buf_add(section, channels[i].ptr, channels[i].len, err);
	}
	if (!status) {
		section = vn_sections_get(&sections, VN_SECTION_INFO);
		status = vn_buf_add(section, info, strlen(info), err);
	}
	if (!status)
		status = vn_sections_write(&sections, out, err);
	for (size_t i = 0; i < BY_CHANNEL; i++)
		vn_buf_fini(&channels[i]);
	vn_sections_fini(&sections);
	return status;
}
