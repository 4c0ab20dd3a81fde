#include "files/io.h"
#include "mkmodel/arguments.h"
#include "mkmodel/chargrams.h"
#include "mkmodel/commands.h"
#include "mkmodel/write.h"

#include <unistd.h>

/* Counts SOURCE, NAME=FILE with a weight behind it. */
static enum vn_status add(struct vn_chargrams *grams, char *source, struct vn_err *err)
{
	struct vn_buf text = {0};
	uint32_t weight, kind;
	enum vn_status status = vn_argument_weight(source, 1000, &weight, err);
	char *file = strchr(source, '=');

	if (status)
		return status;
	if (!file)
		return vn_err_set(err, VN_EUSAGE, "kinds: %s is not NAME=FILE", source);
	*file++ = 0;
	status = vn_chargrams_kind(grams, source, &kind, err);
	if (!status)
		status = vn_err_name(err, vn_in_whole(&text, file, err), file);
	if (!status)
		status = vn_chargrams_add(grams, kind, vn_buf_str(&text), weight, err);
	vn_buf_fini(&text);
	return status;
}

enum vn_status vn_command_kinds(int argc, char **argv, struct vn_err *err)
{
	struct vn_chargrams grams = {0};
	struct vn_sections sections = {0};
	const char *out = NULL;
	long most = 60000;
	enum vn_status status = VN_OK;
	int c;

	optind = 1;
	while (!status && (c = getopt(argc, argv, ":o:n:")) != -1) {
		if (c == 'o')
			out = optarg;
		else if (c == 'n')
			status = vn_argument_number(&most, "kinds: -n", optarg, 1, 10000000, err);
		else
			status = vn_argument_unknown("kinds", c, err);
	}
	if (!status && (!out || optind == argc))
		status = vn_err_set(err, VN_EUSAGE, "kinds: need -o PART and NAME=FILE");
	for (; !status && optind < argc; optind++)
		status = add(&grams, argv[optind], err);
	if (!status)
		status = vn_chargrams_write(&grams, (size_t)most,
					    vn_sections_get(&sections, VN_SECTION_KIND), err);
	if (!status)
		status = vn_sections_write(&sections, out, err);
	vn_chargrams_fini(&grams);
	vn_sections_fini(&sections);
	return status;
}
