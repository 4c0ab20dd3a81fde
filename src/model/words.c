#include "model/words.h"

#include "text/chars.h"

enum vn_case vn_case_of(const int32_t *letters, int count)
{
	int upper = 0, lower = 0;
	for (int i = 0; i < count; i++) {
		if (!vn_is_letter(letters[i]))
			continue;
		if (vn_is_upper(letters[i]))
			upper++;
		else
			lower++;
	}
	if (upper > 1 && lower == 0)
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

/* What one chunk between blanks holds. */
struct chunk {
	size_t begin, end; /* bytes in the line */
	bool letter, digit;
	bool bound, comma; /* in the punctuation at its end */
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
			chunk.bound = chunk.comma = false;
		} else if (c == '.' || c == ';' || c == ':' || c == '!' || c == '?') {
			chunk.bound = true;
		} else if (c == ',') {
			chunk.comma = true;
		}
		*at = next;
	}
	chunk.end = *at;
	return chunk;
}

static enum vn_status send_words(struct vn_str line, struct chunk chunk, vn_lm_sink sink,
				 void *self, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t at = chunk.begin, begin = chunk.begin;

	while (!status && at < chunk.end) {
		size_t here = at;
		if (vn_is_letter(vn_utf8_next(line, &at)))
			continue;
		if (here > begin)
			status = send_word((struct vn_str){line.ptr + begin, here - begin}, sink,
					   self, err);
		begin = at;
	}
	if (!status && at > begin)
		status = send_word((struct vn_str){line.ptr + begin, at - begin}, sink, self, err);
	return status;
}

enum vn_status vn_lm_tokens(struct vn_str line, vn_lm_sink sink, void *self, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t at = 0;

	while (!status && at < line.len) {
		size_t next = at;
		struct chunk chunk;
		if (vn_is_space(vn_utf8_next(line, &next))) {
			at = next;
			continue;
		}
		chunk = next_chunk(line, &at);
		if (chunk.digit)
			status = send_kind(chunk.letter ? VN_WORD_CODE : VN_WORD_NUMBER, sink, self,
					   err);
		else if (chunk.letter)
			status = send_words(line, chunk, sink, self, err);
		if (!status && chunk.bound)
			status = send_kind(VN_WORD_BOUND, sink, self, err);
		else if (!status && chunk.comma)
			status = send_kind(VN_WORD_COMMA, sink, self, err);
	}
	return status;
}
