/* CCITT T.6. A row is told by where its colour changes, compared with the row above. */
#include "pdf/fax.h"

#include <stdlib.h>

#define CODE_BITS 13 /* of the longest code of a run */
#define MORE	  64 /* lengths from here on are followed by another one of the colour */

/* Codes of runs: 0 to 63 pixels, then 64, 128 and so on to 2560. */
static const char *const white[] = {
	"00110101",	"000111",	"0111",		"1000",		"1011",
	"1100",		"1110",		"1111",		"10011",	"10100",
	"00111",	"01000",	"001000",	"000011",	"110100",
	"110101",	"101010",	"101011",	"0100111",	"0001100",
	"0001000",	"0010111",	"0000011",	"0000100",	"0101000",
	"0101011",	"0010011",	"0100100",	"0011000",	"00000010",
	"00000011",	"00011010",	"00011011",	"00010010",	"00010011",
	"00010100",	"00010101",	"00010110",	"00010111",	"00101000",
	"00101001",	"00101010",	"00101011",	"00101100",	"00101101",
	"00000100",	"00000101",	"00001010",	"00001011",	"01010010",
	"01010011",	"01010100",	"01010101",	"00100100",	"00100101",
	"01011000",	"01011001",	"01011010",	"01011011",	"01001010",
	"01001011",	"00110010",	"00110011",	"00110100",	"11011",
	"10010",	"010111",	"0110111",	"00110110",	"00110111",
	"01100100",	"01100101",	"01101000",	"01100111",	"011001100",
	"011001101",	"011010010",	"011010011",	"011010100",	"011010101",
	"011010110",	"011010111",	"011011000",	"011011001",	"011011010",
	"011011011",	"010011000",	"010011001",	"010011010",	"011000",
	"010011011",	"00000001000",	"00000001100",	"00000001101",	"000000010010",
	"000000010011", "000000010100", "000000010101", "000000010110", "000000010111",
	"000000011100", "000000011101", "000000011110", "000000011111",
};

static const char *const black[] = {
	"0000110111",
	"010",
	"11",
	"10",
	"011",
	"0011",
	"0010",
	"00011",
	"000101",
	"000100",
	"0000100",
	"0000101",
	"0000111",
	"00000100",
	"00000111",
	"000011000",
	"0000010111",
	"0000011000",
	"0000001000",
	"00001100111",
	"00001101000",
	"00001101100",
	"00000110111",
	"00000101000",
	"00000010111",
	"00000011000",
	"000011001010",
	"000011001011",
	"000011001100",
	"000011001101",
	"000001101000",
	"000001101001",
	"000001101010",
	"000001101011",
	"000011010010",
	"000011010011",
	"000011010100",
	"000011010101",
	"000011010110",
	"000011010111",
	"000001101100",
	"000001101101",
	"000011011010",
	"000011011011",
	"000001010100",
	"000001010101",
	"000001010110",
	"000001010111",
	"000001100100",
	"000001100101",
	"000001010010",
	"000001010011",
	"000000100100",
	"000000110111",
	"000000111000",
	"000000100111",
	"000000101000",
	"000001011000",
	"000001011001",
	"000000101011",
	"000000101100",
	"000001011010",
	"000001100110",
	"000001100111",
	"0000001111",
	"000011001000",
	"000011001001",
	"000001011011",
	"000000110011",
	"000000110100",
	"000000110101",
	"0000001101100",
	"0000001101101",
	"0000001001010",
	"0000001001011",
	"0000001001100",
	"0000001001101",
	"0000001110010",
	"0000001110011",
	"0000001110100",
	"0000001110101",
	"0000001110110",
	"0000001110111",
	"0000001010010",
	"0000001010011",
	"0000001010100",
	"0000001010101",
	"0000001011010",
	"0000001011011",
	"0000001100100",
	"0000001100101",
	"00000001000",
	"00000001100",
	"00000001101",
	"000000010010",
	"000000010011",
	"000000010100",
	"000000010101",
	"000000010110",
	"000000010111",
	"000000011100",
	"000000011101",
	"000000011110",
	"000000011111",
};
#define RUNS (sizeof white / sizeof *white)

enum mode { PASS, ACROSS, LEFT3, LEFT2, LEFT1, SAME, RIGHT1, RIGHT2, RIGHT3, FAULT };

struct code {
	uint16_t run; /* pixels */
	uint8_t bits; /* of the code; 0: there is none */
};

struct fax {
	struct vn_str data;
	size_t at;			      /* bit */
	struct code codes[2][1 << CODE_BITS]; /* by the bits that follow: white, black */
	int32_t width;
	int32_t *above, *row; /* where the colours change, then WIDTH three times */
};

static void fill_codes(struct code *codes, const char *const *texts)
{
	for (size_t i = 0; i < RUNS; i++) {
		size_t bits = strlen(texts[i]), first = 0;
		uint16_t run = (uint16_t)(i < MORE ? i : (i - MORE + 1) * MORE);
		for (size_t k = 0; k < bits; k++)
			first = first * 2 + (texts[i][k] == '1');
		first <<= CODE_BITS - bits;
		for (size_t k = 0; k < (size_t)1 << (CODE_BITS - bits); k++)
			codes[first + k] = (struct code){run, (uint8_t)bits};
	}
}

/* The next COUNT bits, at most 13; zeros behind the end. */
static unsigned peek(const struct fax *fax, unsigned count)
{
	size_t byte = fax->at / 8;
	unsigned bits = 0;

	for (size_t i = 0; i < 3; i++)
		bits = bits << 8 |
		       (byte + i < fax->data.len ? (unsigned char)fax->data.ptr[byte + i] : 0u);
	return bits >> (24 - fax->at % 8 - count) & ((1u << count) - 1);
}

static enum mode next_mode(struct fax *fax)
{
	static const struct {
		uint8_t bits, code;
		enum mode mode;
	} modes[] = {{1, 1, SAME},   {3, 3, RIGHT1}, {3, 2, LEFT1},  {3, 1, ACROSS}, {4, 1, PASS},
		     {6, 3, RIGHT2}, {6, 2, LEFT2},  {7, 3, RIGHT3}, {7, 2, LEFT3}};

	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		if (peek(fax, modes[i].bits) == modes[i].code) {
			fax->at += modes[i].bits;
			return modes[i].mode;
		}
	return FAULT;
}

/* Reads a run of COLOUR, 0 or 1 for black; below 0 where there is none. */
static int32_t next_run(struct fax *fax, int colour)
{
	int32_t run = 0;

	for (;;) {
		struct code code = fax->codes[colour][peek(fax, CODE_BITS)];
		if (!code.bits || run > fax->width)
			return -1;
		fax->at += code.bits;
		run += code.run;
		if (code.run < MORE)
			return run;
	}
}

/* A row that is being read. */
struct row {
	size_t count; /* changes so far */
	int32_t at;   /* where the next run begins; -1: before the first pixel */
	int colour;   /* of that */
	size_t above; /* a change of the row above, near AT */
};

/* The change of the row above, behind the place and to the other colour, that codes refer to. */
static size_t change_above(const struct fax *fax, struct row *row)
{
	size_t i = row->above > 2 ? row->above - 2 : 0;

	i += (i & 1) != (size_t)row->colour;
	while (fax->above[i] <= row->at && fax->above[i] < fax->width)
		i += 2;
	return row->above = i;
}

/* The colour changes at AT; false if that is before the last change, or there are too many. */
static bool change_at(const struct fax *fax, struct row *row, int32_t at)
{
	int32_t least = row->at > 0 ? row->at : 0;

	if (at < least || row->count > (size_t)fax->width)
		return false;
	row->at = at < fax->width ? at : fax->width;
	fax->row[row->count++] = row->at;
	row->colour ^= 1;
	return true;
}

/* Two runs that the row above has no part in. */
static bool across(struct fax *fax, struct row *row)
{
	for (int i = 0; i < 2; i++) {
		int32_t run = next_run(fax, row->colour);
		if (run < 0 || !change_at(fax, row, (row->at > 0 ? row->at : 0) + run))
			return false;
	}
	return true;
}

/* Reads the changes of the next row; false behind the last one. */
static bool next_row(struct fax *fax, size_t *count)
{
	struct row row = {.at = -1};
	bool going = true;

	while (going && row.at < fax->width) {
		enum mode mode = next_mode(fax);
		size_t above = change_above(fax, &row);
		if (mode == FAULT)
			going = false;
		else if (mode == PASS)
			row.at = fax->above[above + 1];
		else if (mode == ACROSS)
			going = across(fax, &row);
		else
			going = change_at(fax, &row, fax->above[above] + (int32_t)mode - SAME);
	}
	*count = row.count;
	for (size_t i = 0; i < 3; i++)
		fax->row[row.count + i] = fax->width;
	return going;
}

/* Makes pixels [BEGIN, END) of a row black. */
static void blacken(unsigned char *row, int32_t begin, int32_t end)
{
	for (; begin < end && begin % 8; begin++)
		row[begin / 8] &= (unsigned char)~(0x80 >> begin % 8);
	if (begin >= end)
		return;
	memset(row + begin / 8, 0, (size_t)(end / 8 - begin / 8));
	for (begin = end / 8 * 8; begin < end; begin++)
		row[begin / 8] &= (unsigned char)~(0x80 >> begin % 8);
}

static void unpack(struct fax *fax, int32_t height, bool aligned, unsigned char *to)
{
	size_t bytes = ((size_t)fax->width + 7) / 8, count;

	for (int32_t i = 0; i < height && next_row(fax, &count); i++) {
		int32_t *swap = fax->above;
		for (size_t k = 0; k < count; k += 2)
			blacken(to + (size_t)i * bytes, fax->row[k], fax->row[k + 1]);
		fax->above = fax->row;
		fax->row = swap;
		if (aligned)
			fax->at = (fax->at + 7) / 8 * 8;
	}
}

enum vn_status vn_fax_unpack(struct vn_str data, int32_t width, int32_t height, bool aligned,
			     struct vn_buf *out, struct vn_err *err)
{
	size_t len = ((size_t)width + 7) / 8 * (size_t)height, changes = (size_t)width + 5;
	struct fax *fax = calloc(1, sizeof *fax);
	int32_t *lists = calloc(changes * 2, sizeof *lists);
	enum vn_status status = fax && lists ? vn_buf_reserve(out, len, err) : vn_err_nomem(err);

	if (!status) {
		fax->data = data;
		fax->width = width;
		fax->above = lists;
		fax->row = lists + changes;
		for (size_t i = 0; i < 3; i++)
			fax->above[i] = width;
		fill_codes(fax->codes[0], white);
		fill_codes(fax->codes[1], black);
		memset(out->ptr + out->len, 0xff, len);
		unpack(fax, height, aligned, (unsigned char *)out->ptr + out->len);
		out->len += len;
	}
	free(lists);
	free(fax);
	return status;
}
