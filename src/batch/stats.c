#include "batch/stats.h"

#include "charset/coding.h"
#include "damage/damage.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* The counts, by their names: a new one is one line here. */
static const struct {
	const char *name;
	size_t offset; /* of a uint64_t in struct vn_stats */
} counts[] = {
	{"bytes_in", offsetof(struct vn_stats, bytes_in)},
	{"bytes_out", offsetof(struct vn_stats, bytes_out)},
	{"lines", offsetof(struct vn_stats, lines)},
	{"invalid_bytes", offsetof(struct vn_stats, invalid_bytes)},
	{"units", offsetof(struct vn_stats, units)},
	{"tokens", offsetof(struct vn_stats, tokens)},
	{"edits", offsetof(struct vn_stats, edits)},
	{"flagged", offsetof(struct vn_stats, flagged)},
	{"doubtful", offsetof(struct vn_stats, doubtful)},
	{"lines_recoded", offsetof(struct vn_stats, recoded_lines)},
	{"words_remapped", offsetof(struct vn_stats, remapped_words)},
	{"lines_unsure", offsetof(struct vn_stats, unsure_lines)},
};

#define COUNT (sizeof counts / sizeof *counts)

static uint64_t *at(struct vn_stats *stats, size_t i)
{
	return (uint64_t *)(void *)((char *)stats + counts[i].offset);
}

void vn_totals_add(struct vn_totals *totals, const struct vn_stats *stats, bool whole)
{
	struct vn_stats one = *stats;
	totals->files += whole;
	for (size_t i = 0; i < COUNT; i++)
		*at(&totals->sum, i) += *at(&one, i);
	for (size_t i = 0; i < VN_DAMAGE_COUNT; i++)
		totals->sum.damage_units[i] += one.damage_units[i];
	for (size_t i = 0; i < VN_DAMAGE_COUNT; i++)
		totals->sum.kind_lines[i] += one.kind_lines[i];
	for (size_t i = 0; i < VN_CODING_MAX; i++)
		totals->sum.coded_lines[i] += one.coded_lines[i];
}

/* Writes them to OUT. */
static void print(FILE *out, const struct vn_totals *totals)
{
	struct vn_stats sum = totals->sum;

	fprintf(out, "files %" PRIu64 "\n", totals->files);
	for (size_t i = 0; i < COUNT; i++)
		fprintf(out, "%s %" PRIu64 "\n", counts[i].name, *at(&sum, i));
	for (size_t i = 0; i < VN_DAMAGE_COUNT; i++)
		fprintf(out, "units_%s %" PRIu64 "\n", vn_damages[i].name, sum.damage_units[i]);
	for (size_t i = 0; i < VN_DAMAGE_COUNT; i++)
		fprintf(out, "lines_%s %" PRIu64 "\n", vn_damages[i].name, sum.kind_lines[i]);
	for (size_t i = 0; i < VN_CODING_MAX; i++)
		if (sum.coded_lines[i])
			fprintf(out, "lines_%s %" PRIu64 "\n", vn_slot_name(i), sum.coded_lines[i]);
}

bool vn_totals_text(const struct vn_totals *totals, char **text, size_t *len)
{
	FILE *out = open_memstream(text, len);

	if (!out)
		return false;
	print(out, totals);
	/* Without memory for the last byte the text is NULL, and fclose() does not tell. */
	if (fclose(out) == 0 && *text)
		return true;
	free(*text);
	return false;
}
