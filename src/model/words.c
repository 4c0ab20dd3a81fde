#include "model/words.h"

#include "text/chars.h"

enum vn_case vn_case_of(const int32_t *letters, int count)
{
	int upper = 0, i = 0;

	for (; i < count; i++) {
		if (!vn_is_letter(letters[i]))
			continue;
		if (!vn_is_upper(letters[i]))
			break;
		upper++;
	}
	if (upper > 1 && i == count)
		return VN_CASE_UPPER;
	return count > 0 && vn_is_upper(letters[0]) ? VN_CASE_TITLE : VN_CASE_LOWER;
}

/* Sends a run of letters as a word; a run too long for any vocabulary goes as one with no text. */
static enum vn_status send_word(struct vn_str run, vn_lm_sink sink, void *self, struct vn_err *err)
{
	struct vn_lm_token token = {.id = VN_WORD_FIRST};
	int32_t letters[VN_WORD_LETTERS];
	int count = vn_utf8_decode(run, letters, VN_WORD_LETTERS);

	if (count > 0) {
		token.shape = vn_case_of(letters, count);
		for (int i = 0; i < count; i++)
			token.len += vn_utf8_put(token.text + token.len, vn_lower(letters[i]));
	}
	return sink(self, &token, err);
}

static enum vn_status send_kind(uint32_t id, vn_lm_sink sink, void *self, struct vn_err *err)
{
	struct vn_lm_token token = {.id = id};
	return sink(self, &token, err);
}

uint32_t vn_sign_word(int32_t c, bool alone)
{
	switch (c) {
	case '.':
	case ';':
	case ':':
	case '!':
	case '?':
		return VN_WORD_BOUND;
	case ',':
	case '(':
	case ')':
	case '/':
		return VN_WORD_COMMA;
	case '-':
	case 0x2013:
	case 0x2014:
		return alone ? VN_WORD_COMMA : 0;
	default:
		return 0;
	}
}

/* What one chunk between blanks holds. */
struct chunk {
	size_t begin, end; /* bytes in the line */
	bool letter, digit;
	uint32_t lead, tail; /* what the signs before and behind its words say */
};

/* Reads the chunk that starts at *at and moves *at to the blank behind it. */
static struct chunk next_chunk(struct vn_str line, size_t *at)
{
	struct chunk chunk = {.begin = *at};
	while (*at < line.len) {
		size_t next = *at;
		int32_t c = vn_utf8_next(line, &next);
		if (vn_is_space(c))
			break;
		if (vn_is_letter(c) || vn_is_digit(c)) {
			chunk.letter |= !vn_is_digit(c);
			chunk.digit |= vn_is_digit(c);
			chunk.tail = 0;
		} else {
			uint32_t says = vn_sign_word(c, next - chunk.begin <= 3);
			bool open = !chunk.letter && !chunk.digit;
			if (open && says == VN_WORD_COMMA)
				chunk.lead = says;
			if (says && chunk.tail != VN_WORD_BOUND)
				chunk.tail = says;
		}
		*at = next;
	}
	chunk.end = *at;
	return chunk;
}

/* The words of a chunk without digits; separators between them count. */
static enum vn_status send_words(struct vn_str line, struct chunk chunk, vn_lm_sink sink,
				 void *self, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t at = chunk.begin, begin = chunk.begin;
	bool any = false, parted = false;

	while (!status && at <= chunk.end) {
		size_t here = at;
		int32_t c = at < chunk.end ? vn_utf8_next(line, &at) : -1;
		if (here < chunk.end && vn_is_letter(c))
			continue;
		if (here > begin) {
			if (any && parted)
				status = send_kind(VN_WORD_COMMA, sink, self, err);
			if (!status)
				status = send_word((struct vn_str){line.ptr + begin, here - begin},
						   sink, self, err);
			any = true;
			parted = false;
		}
		parted |= vn_sign_word(c, false) == VN_WORD_COMMA;
		begin = at;
		if (here == chunk.end)
			break;
	}
	return status;
}

static enum vn_status send_chunk(struct vn_str line, struct chunk chunk, vn_lm_sink sink,
				 void *self, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if ((chunk.letter || chunk.digit) && chunk.lead)
		status = send_kind(chunk.lead, sink, self, err);
	if (!status && chunk.digit)
		status = send_kind(chunk.letter ? VN_WORD_CODE : VN_WORD_NUMBER, sink, self, err);
	else if (!status && chunk.letter)
		status = send_words(line, chunk, sink, self, err);
	if (!status && chunk.tail)
		status = send_kind(chunk.tail, sink, self, err);
	return status;
}

enum vn_status vn_lm_tokens(struct vn_str line, vn_lm_sink sink, void *self, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t at = 0;

	while (!status && at < line.len) {
		size_t next = at;
		if (vn_is_space(vn_utf8_next(line, &next)))
			at = next;
		else
			status = send_chunk(line, next_chunk(line, &at), sink, self, err);
	}
	return status;
}
