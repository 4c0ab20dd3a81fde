/* The foot of a document: recipients on the left; post and name of who signs on the right. */
#include "fields/items.h"
#include "fields/near.h"
#include "fields/page.h"
#include "fields/posts.h"

#include "lang/vi/syllable.h"
#include "text/chars.h"

#include <string.h>

#define FOOT_LINES  24
#define ABOVE_LINES 6 /* how far above "Nơi nhận" the right column may have been read */
#define NAME_WORDS  6
#define ITEM_LINES  4
#define POST_LINES  3
#define SPECKS	    5  /* characters behind an item */
#define STROKES	    5  /* characters beside a name */
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
	struct vn_part half;		     /* of a post that goes on in the next line */
	struct vn_part name;
	struct vn_part alone; /* a name in a line of its own, under no post that could be read */
	bool posts, names;    /* several: no telling which is meant */
	bool by_head;	      /* the post follows from the one that is signed for */
};

/* What the left column has said so far. */
struct left {
	struct vn_part item[ITEM_LINES];
	size_t lines; /* 0: no item is open */
	bool cut;     /* there were strokes where its last line ends */
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

/* PIECE without the short words before and behind a name that strokes of a signature were read as:
 * they have no capital. */
static struct vn_part without_strokes(const struct vn_page *page, struct vn_part piece)
{
	struct vn_part name = piece;

	for (size_t i = piece.begin; i < piece.end && i < piece.begin + STROKES; i++)
		if (page->letters[i] >= 'A' && page->letters[i] <= 'Z')
			break;
		else if (page->letters[i] == ' ')
			name.begin = i + 1;
	for (size_t i = piece.end; i > name.begin && i + STROKES > piece.end; i--)
		if (page->letters[i - 1] >= 'A' && page->letters[i - 1] <= 'Z')
			break;
		else if (page->letters[i - 1] == ' ')
			name.end = i - 1;
	return opens_family(page, name) ? name : piece;
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

	if (!vn_page_shouted(page, piece)) {
		/* Behind a post in capitals stands something of the left column. */
		if (!vn_post_opening(page, piece, &end) ||
		    !vn_page_capital(page, (struct vn_part){piece.begin, end}))
			return false;
		piece.end = end;
	}
	for (int i = 0; for_whom[i]; i++)
		if (vn_page_opens(page, piece, for_whom[i])) {
			piece.begin += strlen(for_whom[i]);
			if (for_whom[i][0] == 'k') {
				r->post[0] = vn_page_words(page, piece);
				r->deputy_of = vn_post_near(page, r->post[0]);
			}
			r->open = false;
			return true;
		}
	if (vn_page_opens(page, piece, "q. "))
		piece.begin += 3;
	post = vn_post_opening(page, piece, &end);
	if (!post)
		post = vn_post_near(page, piece);
	if (!post)
		return false;
	r->posts |= r->known != NULL;
	r->known = post;
	r->exact = end < piece.end ||
		   (vn_post_opening(page, piece, &end) && vn_page_capital(page, piece));
	if (r->deputy_of == post) {
		r->known = vn_post_deputy(post);
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

/* Takes PIECE as what is left of the post of who signs for another: of a deputy's post its last
 * word stands there, in capitals. */
static bool take_trace(struct foot *f, struct vn_part piece)
{
	const struct vn_page *page = f->page;
	struct right *r = &f->right;
	const struct vn_spelling *deputy = r->deputy_of ? vn_post_deputy(r->deputy_of) : NULL;
	const char *last = deputy ? strrchr(deputy->letters, ' ') + 1 : NULL;
	size_t len = last ? strlen(last) : 0;

	if (!last || r->known || piece.end < piece.begin + len ||
	    (piece.end - piece.begin > len && vn_page_word(page->letters[piece.end - len - 1])))
		return false;
	piece.begin = piece.end - len;
	if (!vn_page_opens(page, piece, last) || !vn_page_capital(page, piece))
		return false;
	r->known = deputy;
	r->post[0] = piece;
	r->post_lines = 1;
	return true;
}

/* Takes PIECE, all of it of the right column and no post, as the begin or the end of one in two
 * lines: CHÁNH, then VĂN PHÒNG. */
static bool take_half(struct foot *f, struct vn_part piece)
{
	const struct vn_page *page = f->page;
	struct right *r = &f->right;
	char first[VN_NEAR_LETTERS + 1], whole[2 * VN_NEAR_LETTERS + 2],
		listed[VN_NEAR_LETTERS + 1];
	size_t len;

	if (r->known || !vn_page_capital(page, piece))
		return false;
	len = vn_near_pack(page, r->half, first);
	memcpy(whole, first, len);
	len += vn_near_pack(page, piece, whole + len);
	for (const struct vn_spelling *post = vn_titles; post->letters; post++) {
		size_t own = vn_near_pack_list(post->letters, listed);
		if (own != len || memcmp(whole, listed, len) != 0)
			continue;
		r->known = post;
		r->post[0] = r->half;
		r->post[1] = piece;
		r->post_lines = is_empty(r->half) ? 1 : 2;
		r->exact = true;
		return true;
	}
	r->half = piece;
	return false;
}

/* Where a post at the end of PIECE begins at the earliest. */
static size_t last_of(struct vn_part piece)
{
	return piece.end - piece.begin > POST_MOST ? piece.end - POST_MOST : piece.begin;
}

/* The words that PIECE ends with that are syllables in capitals; of one, a letter may be small. */
static struct vn_part capital_end(const struct vn_page *page, struct vn_part piece)
{
	struct vn_part end = {piece.end, piece.end};

	for (struct vn_part word = end; word.begin > piece.begin; word.end = word.begin - 1) {
		struct vn_syllable syllable;
		size_t begin = word.end;
		while (begin > piece.begin && page->letters[begin - 1] != ' ')
			begin--;
		word.begin = begin;
		if (!(vn_page_capital(page, word) || vn_page_shouted(page, word)) ||
		    !vn_syllable_parse(vn_page_text(page, word), &syllable))
			break;
		end.begin = begin;
		if (begin == piece.begin)
			break;
	}
	return end;
}

/* Takes the end of PIECE as what goes on with an open post. */
static bool take_more(struct foot *f, struct vn_part piece)
{
	struct right *r = &f->right;
	struct vn_part more = capital_end(f->page, piece);

	if (!r->open || r->post_lines == POST_LINES || !is_empty(r->name) || is_empty(more))
		return false;
	r->post[r->post_lines++] = more;
	return true;
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
	name = behind_degrees(page, without_strokes(page, piece));
	if (r->known && is_name(page, name)) {
		r->names |= !is_empty(r->name);
		r->name = name;
		return true;
	}
	if (is_name(page, name) && opens_family(page, name))
		r->alone = name; /* the last one counts */
	if (take_more(f, piece))
		return true;
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
	piece.begin = begin;
	return take_trace(f, piece) || take_half(f, piece);
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

/* Whether the brackets of the open item are closed: words of it may stand elsewhere. */
static bool is_complete(const struct foot *f)
{
	int open = 0;

	for (size_t i = 0; i < f->left.lines; i++)
		for (size_t at = f->left.item[i].begin; at < f->left.item[i].end; at++)
			open += (f->page->letters[at] == '(') - (f->page->letters[at] == ')');
	return open == 0;
}

/* Whether a line of the open item that goes on ends with what is no word: something of the right
 * column. */
static bool has_strokes(const struct foot *f)
{
	for (size_t i = 0; i + 1 < f->left.lines; i++) {
		struct vn_part line = f->left.item[i], word = {line.end, line.end};
		struct vn_syllable syllable;
		while (word.begin > line.begin && f->page->letters[word.begin - 1] != ' ')
			word.begin--;
		for (size_t k = word.begin; k < word.end; k++)
			if (!vn_is_letter(f->page->letters[k]))
				word.end = word.begin; /* a number, an abbreviation */
		if (word.end > word.begin && !vn_page_capital(f->page, word) &&
		    !vn_syllable_parse(vn_page_text(f->page, word), &syllable))
			return true;
	}
	return false;
}

/* Adds the open item, if there is one. */
static enum vn_status close_item(struct foot *f, vn_confidence sure)
{
	struct left *l = &f->left;
	enum vn_status status = VN_OK;

	if (l->lines && (!is_complete(f) || has_strokes(f) || (sure == UNSURE && l->cut)))
		sure = VN_FIELD_DOUBTFUL;
	if (l->lines)
		status = vn_page_add(f->page, VN_FIELD_RECIPIENT, l->item, l->lines, sure);
	l->lines = 0;
	return status;
}

/* Where the last word of LINE begins, specks behind it aside. */
static size_t last_word(const struct vn_page *page, struct vn_part line)
{
	size_t at = line.end > line.begin + SPECKS ? line.end - SPECKS : line.begin;

	while (at > line.begin && page->letters[at - 1] != ' ')
		at--;
	return at;
}

/* Whether LINE is the name of who signs, behind specks. */
static bool is_signature(const struct foot *f, struct vn_part line)
{
	struct vn_part words = vn_page_words(f->page, line);

	return (f->right.known || f->right.deputy_of) && words.end == line.end &&
	       is_name(f->page, words) && opens_family(f->page, words);
}

/* Whether LINE begins an item, with its sign or with a capital behind one that was closed. */
static bool begins_item(const struct foot *f, struct vn_part line)
{
	const struct vn_page *page = f->page;
	char first = page->letters[line.begin];

	if (f->left.last)
		return false;
	if (strchr("-~+*'\"?_", first))
		return line.end > line.begin + 3 && !(first != '-' && is_signature(f, line));
	if (vn_item_is_filed_line(page, line))
		return true;
	return !f->left.lines && first >= 'A' && first <= 'Z' && line.end > line.begin + 3 &&
	       !vn_page_shouted(page, line) &&
	       (vn_page_find(page, line, ";") < line.end ||
		vn_page_find(page, (struct vn_part){last_word(page, line), line.end}, ":") <
			line.end);
}

/* Cuts off LINE what it begins with, if that is of the right column: a name, or a post in capitals,
 * before the dash of an item. */
static void cut_left(struct foot *f, struct vn_part *line)
{
	const struct vn_page *page = f->page;
	struct vn_part before = {line->begin, vn_page_find(page, *line, " - ")};
	struct vn_part item = {before.end + 1, line->end};

	if (before.end == line->end || vn_page_capital(page, item) ||
	    !(is_name(page, before) || vn_page_capital(page, before)) ||
	    !(vn_page_find(page, item, ";") < item.end ||
	      vn_item_is_filed(page, vn_page_words(page, item))))
		return;
	take_right(f, before);
	*line = item;
}

/* LINE of an item that goes on, without the second line of a post at its end. */
static struct vn_part without_post(struct foot *f, struct vn_part line)
{
	struct vn_part more = capital_end(f->page, line);

	if (more.begin <= line.begin || more.end < more.begin + POST_LEAST - 2 ||
	    !take_more(f, line))
		return line;
	return vn_page_trim(f->page, (struct vn_part){line.begin, more.begin});
}

/* Takes a line of the left column, whose end may be of the right one. */
static enum vn_status take_left(struct foot *f, struct vn_part line)
{
	struct vn_page *page = f->page;
	struct left *l = &f->left;
	enum vn_status status = VN_OK;
	bool closed, doubt;
	size_t end;

	if (begins_item(f, line)) {
		/* The one before had no end of its own. */
		status = close_item(f, UNSURE);
		while (!is_empty(line) && !vn_page_word(page->letters[line.begin]))
			line.begin++;
	}
	if (status || is_empty(line))
		return status;
	line = vn_item_without_signed(page, line);
	end = vn_item_end(page, line, &closed, &doubt);
	if (end < line.end && !take_right(f, (struct vn_part){end + 1, line.end}) &&
	    !vn_item_is_filed(page, line) &&
	    vn_page_words(page, (struct vn_part){end + 1, line.end}).end > end + 12)
		closed = false; /* more than specks: the item goes on, or is not one */
	if (!closed)
		cut_right(f, &line);
	line = vn_page_trim(page, (struct vn_part){line.begin, end < line.end ? end : line.end});
	if (!closed) {
		end = line.end;
		line = vn_item_without_strokes(page, line);
		l->cut = line.end < end;
	}
	if (!closed && f->right.open)
		line = without_post(f, line);
	while (!is_empty(line) && strchr(".,;:", page->letters[line.end - 1]))
		line.end--;
	if (is_empty(line) || l->lines == ITEM_LINES) {
		l->lines = 0;
		return VN_OK;
	}
	l->last = l->last || vn_item_is_filed(page, line);
	if (l->last && !l->lines && line.end > line.begin + 3 &&
	    vn_item_filed(page, line) == line.begin + 3) { /* LưuVT */
		l->item[l->lines++] = (struct vn_part){line.begin, line.begin + 3};
		line.begin += 3;
	}
	l->item[l->lines++] = line;
	return closed ? close_item(f, doubt ? VN_FIELD_DOUBTFUL : LIKELY) : VN_OK;
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
	return vn_page_say(page, VN_FIELD_TITLE, r->post[0], r->known->capitals,
			   r->by_head ? VN_FIELD_MENDED : LIKELY);
}

/* Adds post and name. The post alone, where the name cannot be read, is sure enough beside a list
 * of recipients, LISTED. */
static enum vn_status add_signer(struct foot *f, bool listed)
{
	struct right *r = &f->right;
	bool named = !is_empty(r->name);
	enum vn_status status;

	if (listed && !named && !is_empty(r->alone) && !r->names) {
		/* Who signs for another is his deputy, though that line was not read. */
		r->by_head = !r->known && r->deputy_of;
		r->known = r->by_head ? vn_post_deputy(r->deputy_of) : r->known;
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
	size_t behind = 0, i = vn_items_title(page, from, &behind), items;
	enum vn_status status = VN_OK;
	bool titled = i < page->line_count;

	items = i = titled ? i : vn_items_find(page, from);
	if (items < page->line_count) {
		struct vn_part line = page->lines[i];
		take_above(&f, from, i);
		if (titled)
			take_right(&f, (struct vn_part){behind, line.end});
		else
			cut_right(&f, &line);
		i++;
	} else {
		i = i > from + FOOT_LINES / 2 ? i - FOOT_LINES / 2 : from;
		f.left.last = true;
	}
	for (; !status && i < page->line_count; i++) {
		struct vn_part line = page->lines[i];
		if (!f.left.last)
			cut_left(&f, &line);
		if (begins_item(&f, line) || f.left.lines)
			status = take_left(&f, line);
		else
			take_right(&f, line);
	}
	return status ? status : add_signer(&f, items < page->line_count);
}
