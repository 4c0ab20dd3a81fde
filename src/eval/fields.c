#include "eval/fields.h"

#include "eval/canon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line of a table; views, but for the value. */
struct row {
	struct vn_str document, field, value; /* value: in the form of comparison, allocated */
	double sure;			      /* as the tool says; 1 where it does not */
	bool taken;			      /* has met its like */
};

#define BINS 10 /* of confidence */

struct table {
	struct row *rows;
	size_t count, cap;
};

/* What was counted of a field. */
struct tally {
	struct vn_str field;
	size_t right, found, wanted;
	double sure[BINS], hits[BINS]; /* sums */
};

struct tallies {
	struct tally *list;
	size_t count, cap;
};

static void fini(struct table *table)
{
	for (size_t i = 0; i < table->count; i++)
		free((char *)table->rows[i].value.ptr);
	free(table->rows);
}

/* The next cell of LINE. */
static bool cell(struct vn_str *line, struct vn_str *out)
{
	const char *tab = line->len ? memchr(line->ptr, '\t', line->len) : NULL;
	size_t len = tab ? (size_t)(tab - line->ptr) : line->len;

	*out = (struct vn_str){line->ptr, len};
	line->ptr += tab ? len + 1 : len;
	line->len -= tab ? len + 1 : len;
	return len > 0;
}

static enum vn_status canonical(struct vn_str *value, struct vn_err *err)
{
	struct vn_codes codes = {0};
	struct vn_buf out = {0};
	enum vn_status status = vn_codes_decode(&codes, *value, err);

	if (!status)
		status = vn_canon(&codes, 0, err);
	if (!status)
		status = vn_codes_encode(&out, vn_codes_seq(&codes), err);
	vn_codes_fini(&codes);
	*value = vn_buf_str(&out);
	return status;
}

/* A cell as a probability: 0.9731. */
static double confidence_of(struct vn_str cell)
{
	char digits[16] = "";
	double value;

	memcpy(digits, cell.ptr, cell.len < sizeof digits ? cell.len : sizeof digits - 1);
	value = strtod(digits, NULL);
	return value >= 0 && value <= 1 ? value : 1;
}

static enum vn_status read_table(struct table *table, struct vn_str text, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t number = 0;

	while (!status && text.len) {
		const char *end = memchr(text.ptr, '\n', text.len);
		struct vn_str line = {text.ptr, end ? (size_t)(end - text.ptr) : text.len};
		struct row row = {0};
		struct vn_str sure;
		text.ptr += line.len + !!end;
		text.len -= line.len + !!end;
		if (number++ == 0 || !line.len)
			continue;
		if (!cell(&line, &row.document) || !cell(&line, &row.field) ||
		    !cell(&line, &row.value))
			return vn_err_set(err, VN_EINPUT,
					  "line %zu: a document, a field and a value are wanted",
					  number);
		row.sure = cell(&line, &sure) ? confidence_of(sure) : 1;
		status = vn_grow(&table->rows, table->count, &table->cap, sizeof row, err);
		if (!status)
			status = canonical(&row.value, err);
		if (status)
			free((char *)row.value.ptr);
		else
			table->rows[table->count++] = row;
	}
	return status;
}

/* Whether FILE is a reading of DOCUMENT: 03-letter_eng.ocr.txt of 03-letter. */
static bool is_of(struct vn_str file, struct vn_str document)
{
	for (size_t i = file.len; i > 0; i--)
		if (file.ptr[i - 1] == '/') {
			file.ptr += i;
			file.len -= i;
			break;
		}
	return file.len >= document.len && memcmp(file.ptr, document.ptr, document.len) == 0 &&
	       (file.len == document.len || file.ptr[document.len] < '0' ||
		file.ptr[document.len] > '9');
}

static struct tally *tally_of(struct tallies *all, struct vn_str field, struct vn_err *err)
{
	for (size_t i = 0; i < all->count; i++)
		if (vn_str_eq(all->list[i].field, field))
			return &all->list[i];
	if (vn_grow(&all->list, all->count, &all->cap, sizeof *all->list, err))
		return NULL;
	all->list[all->count] = (struct tally){.field = field};
	return &all->list[all->count++];
}

/* Counts rows [from, to) of FOUND, all of one file. */
static enum vn_status count_file(struct tallies *all, struct table *truth,
				 const struct table *found, size_t from, size_t to,
				 struct vn_err *err)
{
	bool known = false;

	for (size_t i = 0; i < truth->count; i++) {
		struct row *row = &truth->rows[i];
		struct tally *tally;
		row->taken = !is_of(found->rows[from].document, row->document);
		if (row->taken)
			continue;
		known = true;
		tally = tally_of(all, row->field, err);
		if (!tally)
			return VN_ENOMEM;
		tally->wanted++;
	}
	for (size_t k = from; known && k < to; k++) {
		const struct row *row = &found->rows[k];
		size_t bin = row->sure < 1 ? (size_t)(row->sure * BINS) : BINS - 1;
		struct tally *tally = tally_of(all, row->field, err);
		if (!tally)
			return VN_ENOMEM;
		tally->found++;
		tally->sure[bin] += row->sure;
		for (size_t i = 0; i < truth->count; i++)
			if (!truth->rows[i].taken && vn_str_eq(truth->rows[i].field, row->field) &&
			    vn_str_eq(truth->rows[i].value, row->value)) {
				truth->rows[i].taken = true;
				tally->right++;
				tally->hits[bin]++;
				break;
			}
	}
	return VN_OK;
}

static double ratio(size_t a, size_t b)
{
	return b ? (double)a / (double)b : 0;
}

/* How far what a tally's values claim is from what they hold: expected calibration error. */
static double calibration_of(const struct tally *tally)
{
	double sum = 0;

	for (int i = 0; i < BINS; i++)
		sum += tally->sure[i] > tally->hits[i] ? tally->sure[i] - tally->hits[i]
						       : tally->hits[i] - tally->sure[i];
	return tally->found ? sum / (double)tally->found : 0;
}

static enum vn_status show(struct vn_buf *out, const struct tally *tally, struct vn_err *err)
{
	double precision = ratio(tally->right, tally->found);
	double recall = ratio(tally->right, tally->wanted);
	double sum = precision + recall;
	char line[160];
	int len = snprintf(line, sizeof line, "%-12.*s %6zu %6zu %6zu    %.4f  %.4f  %.4f  %.4f\n",
			   (int)(tally->field.len < 40 ? tally->field.len : 40), tally->field.ptr,
			   tally->wanted, tally->found, tally->right, precision, recall,
			   sum > 0 ? 2 * precision * recall / sum : 0, calibration_of(tally));

	return vn_buf_add(out, line, (size_t)len, err);
}

enum vn_status vn_fields_score(struct vn_buf *out, struct vn_str truth, struct vn_str found,
			       struct vn_err *err)
{
	static const char head[] =
		"field        wanted  found  right precision recall      F1     ECE\n";
	struct table want = {0}, got = {0};
	struct tallies all = {0};
	struct tally sum = {.field = VN_STR("all")};
	enum vn_status status = read_table(&want, truth, err);

	if (!status)
		status = read_table(&got, found, err);
	for (size_t i = 0, k; !status && i < got.count; i = k) {
		for (k = i; k < got.count && vn_str_eq(got.rows[k].document, got.rows[i].document);)
			k++;
		status = count_file(&all, &want, &got, i, k, err);
	}
	if (!status)
		status = vn_buf_add(out, head, sizeof head - 1, err);
	for (size_t i = 0; !status && i < all.count; i++) {
		sum.right += all.list[i].right;
		sum.found += all.list[i].found;
		sum.wanted += all.list[i].wanted;
		for (int bin = 0; bin < BINS; bin++) {
			sum.sure[bin] += all.list[i].sure[bin];
			sum.hits[bin] += all.list[i].hits[bin];
		}
		status = show(out, &all.list[i], err);
	}
	if (!status)
		status = show(out, &sum, err);
	fini(&want);
	fini(&got);
	free(all.list);
	return status;
}
