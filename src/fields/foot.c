/* The foot of a document: recipients on the left; post and name of who signs on the right. */
#include "fields/near.h"
#include "fields/page.h"

#include "text/chars.h"

#include <string.h>

#define FOOT_LINES  24
#define ABOVE_LINES 6 /* how far above "Nơi nhận" the right column may have been read */
#define NAME_WORDS  6
#define ITEM_LINES  4
#define POST_LINES  3
#define POST_LEAST  6  /* characters, and a blank */
#define POST_MOST   80 /* characters, with what goes on behind the words of the list */
#define SURE	    9800
#define LIKELY	    9700
#define UNSURE	    7000

/* What the right column has said so far. */
struct right {
	const struct vn_spelling *known; /* the post, by the list */
	struct vn_part post[POST_LINES];
	size_t post_lines;
	bool open;			     /* the post may go on in the next line */
	bool exact;			     /* it was read as the list has it, but for marks */
	const struct vn_spelling *deputy_of; /* behind "KT." */
	struct vn_part name;
	struct vn_part alone; /* a name in a line of its own, under no post that could be read */
	bool posts, names;    /* several: no telling which is meant */
};

/* What the left column has said so far. */
struct left {
	struct vn_part item[ITEM_LINES];
	size_t lines; /* 0: no item is open */
	bool last;    /* what is to be filed has been seen: nothing follows */
};

struct foot {
	struct vn_page *page;
	struct right right;
	struct left left;
};

static bool is_empty(struct vn_part piece)
{
	return piece.begin >= piece.end;
}

/* Whether a word of PIECE behind the second, and not the last, may be the family name of somebody
 * else: two names stand beside each other. */
static bool has_family_inside(const struct vn_page *page, struct vn_part piece)
{
	size_t words = 0;

	for (size_t i = piece.begin; i < piece.end; i++) {
		if (page->letters[i] != ' ' || ++words < 2)
			continue;
		for (const char *const *name = vn_families; *name; name++) {
			size_t end = i + 1 + strlen(*name);
			if (end < piece.end && page->letters[end] == ' ' &&
			    vn_page_opens(page, (struct vn_part){i + 1, end}, *name))
				return true;
		}
	}
	return false;
}

/* Whether PIECE is a name: two capitalised words or more, and nothing else. */
static bool is_name(const struct vn_page *page, struct vn_part piece)
{
	size_t words = 0, small = 0;

	for (size_t i = piece.begin; i < piece.end; i++) {
		char c = page->letters[i];
		bool starts = i == piece.begin || page->letters[i - 1] == ' ';
		if (starts && !(c >= 'A' && c <= 'Z'))
			return false;
		words += starts;
		small += c >= 'a' && c <= 'z';
		if (!starts && c >= 'A' && c <= 'Z' && !strchr("'-", page->letters[i - 1]))
			return false;
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr(" '-", c)))
			return false;
	}
	return words >= 2 && words <= NAME_WORDS && small >= 3 &&
	       !(words > 4 && has_family_inside(page, piece));
}

/* Whether PIECE begins with a word that families have for a name. */
static bool opens_family(const struct vn_page *page, struct vn_part piece)
{
	for (const char *const *name = vn_families; *name; name++)
		if (vn_page_opens(page, piece, *name) &&
		    page->letters[piece.begin + strlen(*name)] == ' ')
			return true;
	return false;
}

/* PIECE behind degrees and ranks. */
static struct vn_part behind_degrees(const struct vn_page *page, struct vn_part piece)
{
	for (const char *const *degree = vn_degrees; *degree; degree++)
		if (vn_page_opens(page, piece, *degree) &&
		    !vn_page_word(page->letters[piece.begin + strlen(*degree)])) {
			piece.begin += strlen(*degree);
			return vn_page_words(page, piece);
		}
	return piece;
}

/* How many letters at the end of a post many have: trưởng. What is before tells them apart. */
static size_t shared_end(const char *post, size_t len)
{
	static const char end[] = "truong";
	size_t own = sizeof end - 1;

	return len > own && memcmp(post + len - own, end, own) == 0 ? own : 0;
}

/* The post whose letters, blanks aside, PIECE has but for a few; NULL: none, or two. */
static const struct vn_spelling *near_post(const struct vn_page *page, struct vn_part piece)
{
	char read[VN_NEAR_LETTERS + 1], listed[VN_NEAR_LETTERS + 1];
	size_t len = vn_near_pack(page, piece, read), nearest = VN_NEAR_LETTERS;
	const struct vn_spelling *found = NULL;

	for (const struct vn_spelling *post = vn_titles; post->letters; post++) {
		size_t own = vn_near_pack_list(post->letters, listed), d;
		size_t most = vn_near_most(own - shared_end(listed, own));
		d = vn_near_distance(read, len, listed, own, most);
		if (d == nearest && d <= most)
			found = NULL;
		if (d >= nearest || d > most)
			continue;
		nearest = d;
		found = post;
	}
	return found;
}

/* The post that PIECE begins with, letter by letter; *END: where it ends. */
static const struct vn_spelling *opening_post(const struct vn_page *page, struct vn_part piece,
					      size_t *end)
{
	const struct vn_spelling *found = NULL;

	for (const struct vn_spelling *post = vn_titles; post->letters; post++) {
		size_t len = strlen(post->letters);
		if (vn_page_opens(page, piece, post->letters) &&
		    !vn_page_word(page->letters[piece.begin + len]) &&
		    (!found || len > strlen(found->letters))) {
			found = post;
			*end = piece.begin + len;
		}
	}
	return found;
}

/* Who signs for POST: "Phó ..." in the list. */
static const struct vn_spelling *deputy_of(const struct vn_spelling *post)
{
	for (const struct vn_spelling *deputy = vn_titles; deputy->letters; deputy++)
		if (strncmp(deputy->letters, "pho ", 4) == 0 &&
		    strcmp(deputy->letters + 4, post->letters) == 0)
			return deputy;
	return NULL;
}

/* Signs for whom is signed. */
static const char *const for_whom[] = {"tm.", "t/m", "kt.", "k/t", "tl.", "t/l", "tuq.", NULL};

/* Behind a comma or dash at AT that parts a post from more of it in the next line. */
static size_t behind_sign(const struct vn_page *page, size_t at)
{
	const char *letters = page->letters; /* ends with a line end */

	if (letters[at] == ',')
		return at + 1;
	return letters[at] == ' ' && letters[at + 1] == '-' ? at + 2 : at;
}

/* Takes PIECE, all of it of the right column, as the post or for whom is signed. */
static bool take_post(struct foot *f, struct vn_part piece)
{
	const struct vn_page *page = f->page;
	struct right *r = &f->right;
	const struct vn_spelling *post;
	size_t end = piece.end;

	if (!vn_page_shouted(page, piece))
		return false;
	for (int i = 0; for_whom[i]; i++)
		if (vn_page_opens(page, piece, for_whom[i])) {
			piece.begin += strlen(for_whom[i]);
			if (for_whom[i][0] == 'k')
				r->deputy_of = near_post(page, vn_page_words(page, piece));
			r->open = false;
			return true;
		}
	if (vn_page_opens(page, piece, "q. "))
		piece.begin += 3;
	post = opening_post(page, piece, &end);
	if (!post)
		post = near_post(page, piece);
	if (!post)
		return false;
	r->posts |= r->known != NULL;
	r->known = post;
	r->exact = end < piece.end ||
		   (opening_post(page, piece, &end) && vn_page_capital(page, piece));
	if (r->deputy_of == post) {
		r->known = deputy_of(post);
		r->exact = false;
	}
	if (!r->known)
		return false;
	r->post[0] = piece;
	r->post_lines = 1;
	r->open = end < piece.end && r->exact;
	if (r->open)
		r->post[0].end = behind_sign(page, piece.end);
	return true;
}

/* Where a post at the end of PIECE begins at the earliest. */
static size_t last_of(struct vn_part piece)
{
	return piece.end - piece.begin > POST_MOST ? piece.end - POST_MOST : piece.begin;
}

/* Takes what the right column says in PIECE, from its first word on that makes sense. */
static bool take_right(struct foot *f, struct vn_part piece)
{
	const struct vn_page *page = f->page;
	struct right *r = &f->right;
	struct vn_part name;
	size_t begin;

	piece = vn_page_words(page, piece);
	begin = piece.begin;
	name = behind_degrees(page, piece);
	if (r->known && is_name(page, name)) {
		r->names |= !is_empty(r->name);
		r->name = name;
		return true;
	}
	if (is_name(page, name) && opens_family(page, name))
		r->alone = name; /* the last one counts */
	if (r->open && r->post_lines < POST_LINES && vn_page_capital(page, piece) &&
	    is_empty(r->name)) {
		r->post[r->post_lines++] = piece;
		return true;
	}
	for (piece.begin = last_of(piece); !is_empty(piece); piece.begin++) {
		if (piece.begin > 0 && vn_page_word(page->letters[piece.begin - 1]))
			continue;
		if (vn_page_word(page->letters[piece.begin]) && take_post(f, piece)) {
			struct vn_part before = {begin, piece.begin};
			/* Behind another post: two sign. */
			r->posts |= before.end > before.begin + POST_LEAST &&
				    vn_page_shouted(page, before) && vn_page_capital(page, before);
			return true;
		}
	}
	return false;
}

/* Takes what the right column says at the end of LINE, and cuts it off. */
static void cut_right(struct foot *f, struct vn_part *line)
{
	const struct vn_page *page = f->page;
	struct vn_part piece = vn_page_words(page, *line);

	for (piece.begin = last_of(piece); piece.begin < piece.end; piece.begin++) {
		char c = page->letters[piece.begin];
		if (!(c >= 'A' && c <= 'Z') ||
		    (piece.begin > line->begin && vn_page_word(page->letters[piece.begin - 1])))
			continue;
		if (take_post(f, piece)) {
			line->end = piece.begin;
			while (!is_empty(*line) && strchr(" -_|", page->letters[line->end - 1]))
				line->end--;
			return;
		}
	}
}

/* Adds the open item, if there is one. */
static enum vn_status close_item(struct foot *f, vn_confidence sure)
{
	struct left *l = &f->left;
	enum vn_status status = VN_OK;

	if (l->lines)
		status = vn_page_add(f->page, VN_FIELD_RECIPIENT, l->item, l->lines, sure);
	l->lines = 0;
	return status;
}

/* Whether PIECE names what is to be filed, the last item: "Lưu: VT", however it was read. */
static bool is_filed(const struct vn_page *page, struct vn_part piece)
{
	size_t colon = vn_page_find(page, piece, ":");

	return vn_page_opens(page, piece, "luu") ||
	       (vn_page_opens(page, piece, "l") && colon < piece.begin + 6 && colon < piece.end &&
		(vn_page_opens(page, (struct vn_part){colon, piece.end}, ": v") ||
		 vn_page_opens(page, (struct vn_part){colon, piece.end}, ": h")));
}

/* Where what is to be filed ends in LINE: behind abbreviations and what is in brackets. */
static size_t end_of_filed(const struct vn_page *page, struct vn_part line)
{
	size_t at = vn_page_find(page, line, ":"), end = line.end;
	bool capital = true;

	if (at == line.end) /* lost: behind the first word */
		at = vn_page_find(page, line, " ");
	for (at++; at < line.end && capital; at++) {
		struct vn_part word;
		if (page->letters[at] == ' ')
			continue;
		word.begin = word.end = at;
		while (word.end < line.end && page->letters[word.end] != ' ')
			word.end++;
		if (page->letters[at] == '(') {
			at = vn_page_find(page, (struct vn_part){at, line.end}, ")");
			return at < line.end ? at + 1 : line.end;
		}
		capital = vn_page_capital(page, word);
		if (capital)
			end = word.end;
		at = word.end - 1;
	}
	return end;
}

/* Where an item ends in LINE; *CLOSED: by a sign of its own. */
static size_t end_of_item(const struct vn_page *page, struct vn_part line, bool *closed)
{
	size_t end = vn_page_find(page, line, ";");

	*closed = end < line.end;
	if (*closed)
		return end;
	/* A colon for the semicolon: behind it is nothing, or nothing that was printed there. */
	end = vn_page_find(page, line, ":");
	*closed = end < line.end && !is_filed(page, line);
	if (*closed)
		return end;
	if (is_filed(page, line)) {
		*closed = true;
		return end_of_filed(page, line);
	}
	*closed = page->letters[line.end - 1] == '.' && page->letters[line.end - 2] != ' ';
	return line.end;
}

/* Whether LINE is what is to be filed, though its dash was not read. */
static bool is_filed_line(const struct vn_page *page, struct vn_part line)
{
	struct vn_part words = vn_page_words(page, line);

	return page->letters[words.begin] == 'L' && words.begin < line.begin + 3 &&
	       is_filed(page, words) && vn_page_find(page, words, ":") < words.end;
}

/* Whether LINE begins an item, with its sign or with a capital behind one that was closed. */
static bool begins_item(const struct foot *f, struct vn_part line)
{
	const struct vn_page *page = f->page;
	char first = page->letters[line.begin];

	if (f->left.last)
		return false;
	if (strchr("-~+*'\"?_", first))
		return line.end > line.begin + 3;
	if (is_filed_line(page, line))
		return true;
	return !f->left.lines && first >= 'A' && first <= 'Z' && line.end > line.begin + 3 &&
	       !vn_page_shouted(page, line) && vn_page_find(page, line, ";") < line.end;
}

/* LINE of an item that goes on, without what edges of seals and signatures were read as behind it.
 */
static struct vn_part without_strokes(const struct vn_page *page, struct vn_part line)
{
	while (line.end > line.begin + 2 && page->letters[line.end - 2] == ' ' &&
	       !vn_is_digit(page->letters[line.end - 1]) &&
	       (strchr("IJ", page->letters[line.end - 1]) ||
		!vn_page_word(page->letters[line.end - 1])))
		line.end -= 2;
	return line;
}

/* Takes a line of the left column, whose end may be of the right one. */
static enum vn_status take_left(struct foot *f, struct vn_part line)
{
	struct vn_page *page = f->page;
	struct left *l = &f->left;
	enum vn_status status = VN_OK;
	bool closed;
	size_t end;

	if (begins_item(f, line)) {
		/* The one before had no end of its own. */
		status = close_item(f, UNSURE);
		while (!is_empty(line) && !vn_page_word(page->letters[line.begin]))
			line.begin++;
	}
	if (status || is_empty(line))
		return status;
	end = end_of_item(page, line, &closed);
	if (end < line.end && !take_right(f, (struct vn_part){end + 1, line.end}) &&
	    vn_page_words(page, (struct vn_part){end + 1, line.end}).end > end + 12)
		closed = false; /* more than specks: the item goes on, or is not one */
	if (!closed)
		cut_right(f, &line);
	line = vn_page_trim(page, (struct vn_part){line.begin, end < line.end ? end : line.end});
	if (!closed)
		line = without_strokes(page, line);
	while (!is_empty(line) && strchr(".,;:", page->letters[line.end - 1]))
		line.end--;
	if (is_empty(line) || l->lines == ITEM_LINES) {
		l->lines = 0;
		return VN_OK;
	}
	l->last = l->last || is_filed(page, line);
	l->item[l->lines++] = line;
	return closed ? close_item(f, LIKELY) : VN_OK;
}

/* The line with "Nơi nhận", from FROM on; the number of lines: there is none. */
static size_t find_recipients(const struct vn_page *page, size_t from, size_t *behind)
{
	for (size_t i = page->line_count; i > from; i--) {
		struct vn_part line = page->lines[i - 1];
		size_t at = vn_page_find(page, line, "oi nhan");
		if (at >= line.begin + 3 || at == line.end)
			continue;
		*behind = at + strlen("oi nhan");
		return i - 1;
	}
	return page->line_count;
}

/* The same if that line was not read: items above the one that is to be filed. */
static size_t find_items(const struct vn_page *page, size_t from)
{
	size_t i = page->line_count, first;

	while (i > from && !is_filed(page, vn_page_words(page, page->lines[i - 1])))
		i--;
	if (i == from)
		return page->line_count;
	for (first = --i; i > from && first - i < 3; i--) {
		struct vn_part line = page->lines[i - 1];
		if (page->letters[line.begin] == '-' || vn_page_find(page, line, ";") < line.end)
			first = i - 1;
		if (vn_page_find(page, line, "./") < line.end)
			break;
	}
	return first > from ? first - 1 : page->line_count;
}

/* The right column may have been read before the left one: its lines above line I. */
static void take_above(struct foot *f, size_t from, size_t i)
{
	const struct vn_page *page = f->page;
	size_t first = i;

	while (first > from && i - first < ABOVE_LINES) {
		struct vn_part line = vn_page_words(page, page->lines[first - 1]);
		if (line.end - line.begin > 3 && !vn_page_shouted(page, line) &&
		    !is_name(page, behind_degrees(page, line)))
			break;
		first--;
	}
	for (; first < i; first++)
		take_right(f, page->lines[first]);
}

/* The post, in the words of the list if it was misread. */
static enum vn_status add_post(struct foot *f)
{
	struct right *r = &f->right;
	struct vn_page *page = f->page;

	if (r->exact)
		return vn_page_add(page, VN_FIELD_TITLE, r->post, r->post_lines, SURE);
	return vn_page_say(page, VN_FIELD_TITLE, r->post[0], r->known->capitals, LIKELY);
}

/* Adds post and name. The post alone, where the name cannot be read, is sure enough beside a list
 * of recipients, LISTED. */
static enum vn_status add_signer(struct foot *f, bool listed)
{
	struct right *r = &f->right;
	bool named = !is_empty(r->name);
	enum vn_status status;

	if (listed && !named && !is_empty(r->alone) && !r->names) {
		if (!r->known)
			return vn_page_add(f->page, VN_FIELD_SIGNER, &r->alone, 1, LIKELY);
		/* The post was read behind it. */
		r->name = r->alone;
		named = true;
	}

	if (r->open && r->post_lines == 1 && !vn_page_word(f->page->letters[r->post[0].end - 1]))
		return VN_OK; /* more of the post was not read */
	if (!r->known || r->posts || r->names || (!named && !(listed && r->exact)))
		return VN_OK;
	status = add_post(f);
	return status || !named ? status : vn_page_add(f->page, VN_FIELD_SIGNER, &r->name, 1, SURE);
}

enum vn_status vn_find_foot(struct vn_page *page, size_t from)
{
	struct foot f = {.page = page};
	size_t behind = 0, i = find_recipients(page, from, &behind), items;
	enum vn_status status = VN_OK;

	if (i == page->line_count) {
		i = find_items(page, from);
		behind = i < page->line_count ? page->lines[i].begin : 0;
	}
	items = i;
	if (items < page->line_count) {
		take_above(&f, from, i);
		take_right(&f, (struct vn_part){behind, page->lines[i].end});
		i++;
	} else {
		i = i > from + FOOT_LINES / 2 ? i - FOOT_LINES / 2 : from;
		f.left.last = true;
	}
	for (; !status && i < page->line_count; i++) {
		struct vn_part line = page->lines[i];
		if (begins_item(&f, line) || f.left.lines)
			status = take_left(&f, line);
		else
			take_right(&f, line);
	}
	return status ? status : add_signer(&f, items < page->line_count);
}
