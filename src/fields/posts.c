#include "fields/posts.h"

#include "fields/near.h"

#include <string.h>

/* How many letters at the end of a post many have: trưởng. What is before tells them apart. */
static size_t shared_end(const char *post, size_t len)
{
	static const char end[] = "truong";
	size_t own = sizeof end - 1;

	return len > own && memcmp(post + len - own, end, own) == 0 ? own : 0;
}

const struct vn_spelling *vn_post_near(const struct vn_page *page, struct vn_part piece)
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

const struct vn_spelling *vn_post_opening(const struct vn_page *page, struct vn_part piece,
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

const struct vn_spelling *vn_post_deputy(const struct vn_spelling *post)
{
	for (const struct vn_spelling *deputy = vn_titles; deputy->letters; deputy++)
		if (strncmp(deputy->letters, "pho ", 4) == 0 &&
		    strcmp(deputy->letters + 4, post->letters) == 0)
			return deputy;
	return NULL;
}
