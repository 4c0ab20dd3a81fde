#include "load/load.h"
#include "mkmodel/arguments.h"
#include "mkmodel/commands.h"
#include "mkmodel/listing.h"
#include "mkmodel/write.h"
#include "model/open.h"

#include <stdio.h>
#include <unistd.h>

#define MIB 1048576
/* Vectors that take more than one of so many bytes are left out: n-grams are worth more there. */
#define VECTORS_SHARE 8

/* Empties the section of the vectors if a file of MOST bytes has better use for the room. */
static void drop_vectors(struct vn_sections *sections, size_t most)
{
	for (size_t i = 0; i < sections->count; i++)
		if (sections->id[i] == VN_SECTION_VECT &&
		    sections->bytes[i].len > most / VECTORS_SHARE)
			sections->bytes[i].len = 0;
}

/* How many n-grams a file of MOST bytes holds beside its other sections. */
static size_t room(const struct vn_sections *sections, size_t most)
{
	size_t others = sizeof(struct vn_file_header);

	for (size_t i = 0; i < sections->count; i++) {
		others += sizeof(struct vn_file_section) + VN_MODEL_ALIGN;
		if (sections->id[i] != VN_SECTION_NGRM)
			others += sections->bytes[i].len;
	}
	return others < most ? vn_sections_ngrams_in(most - others) : 0;
}

/* Puts LIMIT n-grams of MODEL in the place of those of SECTIONS, and says so in INFO. */
static enum vn_status prune(struct vn_sections *sections, const struct vn_model *model,
			    size_t limit, struct vn_err *err)
{
	struct vn_ngrams ngrams = {0};
	char info[sizeof model->info + 64];
	struct vn_buf *section = vn_sections_get(sections, VN_SECTION_INFO);
	size_t kept = 0;
	enum vn_status status = vn_listing_make(&ngrams, &model->lm, err);

	if (!status)
		status = vn_ngrams_prune(&ngrams, limit, err);
	for (int k = 1; !status && k < ngrams.order; k++)
		kept += ngrams.count[k];
	if (!status)
		status = vn_sections_add_ngrams(sections, &ngrams, err);
	vn_ngrams_fini(&ngrams);
	if (status || !section)
		return status;
	snprintf(info, sizeof info, "%s; %zu thousand n-grams kept", model->info, kept / 1000);
	return vn_buf_add(section, info, strlen(info), err);
}

enum vn_status vn_command_prune(int argc, char **argv, struct vn_err *err)
{
	struct vn_sections sections = {0};
	struct vn_model *model = NULL;
	const char *out = NULL;
	long size = 0;
	size_t limit = 0;
	enum vn_status status = VN_OK;
	int c;

	optind = 1;
	while (!status && (c = getopt(argc, argv, ":o:s:")) != -1) {
		if (c == 'o')
			out = optarg;
		else if (c == 's')
			status = vn_argument_number(&size, "prune: -s", optarg, 1, 4096, err);
		else
			status = vn_argument_unknown("prune", c, err);
	}
	if (!status && (!out || !size || optind + 1 != argc))
		status = vn_err_set(err, VN_EUSAGE, "prune: need -s MIB, -o NEW and a MODEL");
	if (!status)
		status = vn_err_name(err, vn_model_open(&model, argv[optind], err), argv[optind]);
	if (!status)
		status = vn_sections_read(&sections, argv[optind], err);
	if (!status)
		drop_vectors(&sections, (size_t)size * MIB);
	if (!status && !(limit = room(&sections, (size_t)size * MIB)))
		status =
			vn_err_set(err, VN_EUSAGE,
				   "prune: %ld MiB have no room for n-grams beside the rest", size);
	if (!status)
		status = vn_err_name(err, prune(&sections, model, limit, err), argv[optind]);
	if (!status)
		status = vn_sections_write(&sections, out, err);
	vn_model_close(model);
	vn_sections_fini(&sections);
	return status;
}
