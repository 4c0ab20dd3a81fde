#include "mkmodel/commands.h"
#include "mkmodel/write.h"
#include "model/weights.h"
#include "text/chars.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static int by_cost(const void *a, const void *b)
{
	const struct vn_file_segment *x = a, *y = b;
	return x->cost != y->cost ? (x->cost > y->cost) - (x->cost < y->cost)
				  : memcmp(x->read, y->read, sizeof x->read);
}

static void print_segment(const struct vn_file_segment *s, const char *printed)
{
	char read[3 * VN_UTF8_MAX + 1];
	size_t len = 0;
	for (int i = 0; i < 3 && s->read[i]; i++)
		len += vn_utf8_put(read + len, (int32_t)s->read[i]);
	read[len] = 0;
	printf("%s\t%s\t%d\t%.5f\n", printed, read, s->cost, exp(s->cost / -256.0));
}

/* All that PRINTED becomes in a channel, likeliest first. */
static enum vn_status show(const struct vn_file_channel *channel, const char *printed,
			   struct vn_err *err)
{
	const struct vn_file_segment *s = (const void *)(channel + 1);
	struct vn_file_segment *found;
	int32_t c[2] = {0};
	uint32_t count = 0;

	if (vn_utf8_decode((struct vn_str){printed, strlen(printed)}, c, 2) < 0)
		return vn_err_set(err, VN_EUSAGE, "show: '%.40s' is not 0 to 2 letters", printed);
	found = malloc(((size_t)channel->segment_count + 1) * sizeof *found);
	if (!found)
		return vn_err_nomem(err);
	for (uint32_t i = 0; i < channel->segment_count; i++)
		if (s[i].printed[0] == (uint32_t)c[0] && s[i].printed[1] == (uint32_t)c[1])
			found[count++] = s[i];
	qsort(found, count, sizeof *found, by_cost);
	for (uint32_t i = 0; i < count; i++)
		print_segment(&found[i], printed);
	free(found);
	return VN_OK;
}

/* The channel called NAME in the section of channels, or NULL. */
static const struct vn_file_channel *find(struct vn_str section, const char *name)
{
	while (section.len >= sizeof(struct vn_file_channel)) {
		const struct vn_file_channel *c = (const void *)section.ptr;
		uint64_t size =
			sizeof *c + (uint64_t)c->segment_count * sizeof(struct vn_file_segment);
		if (size > section.len)
			break;
		if (strncmp(c->name, name, VN_CHANNEL_NAME) == 0)
			return c;
		section.ptr += size;
		section.len -= size;
	}
	return NULL;
}

/* All weights: name, value, default, least, most. */
static enum vn_status show_weights(const char *path, struct vn_err *err)
{
	struct vn_sections sections = {0};
	struct vn_weights weights;
	struct vn_str section = {"", 0};
	enum vn_status status = vn_sections_read(&sections, path, err);
	size_t count;
	const struct vn_weight_info *table = vn_weight_table(&count);

	for (size_t i = 0; i < sections.count; i++)
		if (sections.id[i] == VN_SECTION_WGHT)
			section = vn_buf_str(&sections.bytes[i]);
	if (!status && !vn_weights_read(&weights, section))
		status = vn_err_set(err, VN_EMODEL, "show: damaged weights");
	for (size_t k = 0; !status && k < count; k++)
		printf("%s\t%d\t%d\t%d\t%d\n", table[k].name, *vn_weight_at(&weights, k),
		       table[k].initial, table[k].least, table[k].most);
	vn_sections_fini(&sections);
	if (!status && (fflush(stdout) != 0 || ferror(stdout)))
		status = vn_err_set(err, VN_EOUTPUT, "show: cannot write");
	return status;
}

enum vn_status vn_command_show(int argc, char **argv, struct vn_err *err)
{
	struct vn_sections sections = {0};
	const struct vn_file_channel *channel = NULL;
	enum vn_status status;

	if (argc == 3 && strcmp(argv[2], "weights") == 0)
		return show_weights(argv[1], err);
	if (argc < 4)
		return vn_err_set(err, VN_EUSAGE, "show: need MODEL CHANNEL PRINTED...");
	status = vn_sections_read(&sections, argv[1], err);
	for (size_t i = 0; i < sections.count; i++)
		if (sections.id[i] == VN_SECTION_CHAN)
			channel = find(vn_buf_str(&sections.bytes[i]), argv[2]);
	if (!status && !channel)
		status = vn_err_set(err, VN_EUSAGE, "show: no channel '%.20s'", argv[2]);
	for (int i = 3; !status && i < argc; i++)
		status = show(channel, argv[i], err);
	vn_sections_fini(&sections);
	if (!status && (fflush(stdout) != 0 || ferror(stdout)))
		status = vn_err_set(err, VN_EOUTPUT, "show: cannot write");
	return status;
}
