/* Posts of those who sign, by their list. */
#ifndef VN_FIELDS_POSTS_H
#define VN_FIELDS_POSTS_H

#include "fields/page.h"

/* The post whose letters, blanks aside, PIECE has but for a few; NULL: none, or two. */
const struct vn_spelling *vn_post_near(const struct vn_page *page, struct vn_part piece);

/* The post that PIECE begins with, letter by letter; *END: where it ends. */
const struct vn_spelling *vn_post_opening(const struct vn_page *page, struct vn_part piece,
					  size_t *end);

/* Who signs for POST: "Phó ..." in the list. NULL: nobody. */
const struct vn_spelling *vn_post_deputy(const struct vn_spelling *post);

#endif
