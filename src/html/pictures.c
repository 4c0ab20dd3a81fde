/* Pictures that documents hold, in the page: base64 in islands of their own, which the script
 * unpacks when they are to be seen. */
#include "html/add.h"

#include <stdio.h>
#include <stdlib.h>

#include <nettle/base64.h>

enum wanted { NOT, FOR_CHANGES, FOR_DOUBTS };

void vn_page_pictures_begin(struct vn_page_pictures *pictures)
{
	vn_spool_reset(&pictures->islands);
	pictures->count = 0;
}

void vn_page_pictures_fini(struct vn_page_pictures *pictures)
{
	vn_spool_fini(&pictures->islands);
	free(pictures->wanted);
	*pictures = (struct vn_page_pictures){0};
}

enum vn_status vn_page_want(struct vn_page_pictures *pictures, size_t number, bool doubtful,
			    struct vn_err *err)
{
	enum vn_status status = vn_room(&pictures->wanted, number + 1, &pictures->cap,
					sizeof *pictures->wanted, err);
	unsigned char how = doubtful ? FOR_DOUBTS : FOR_CHANGES;

	if (status)
		return status;
	while (pictures->count <= number)
		pictures->wanted[pictures->count++] = NOT;
	if (pictures->wanted[number] < how)
		pictures->wanted[number] = how;
	return VN_OK;
}

/* Appends FILE, picture NUMBER of its document. */
static enum vn_status add(struct vn_spool *out, size_t number, struct vn_str file,
			  struct vn_err *err)
{
	size_t len = BASE64_ENCODE_RAW_LENGTH(file.len);
	struct vn_buf text = {0};
	char name[40];
	enum vn_status status = vn_buf_reserve(&text, len, err);

	snprintf(name, sizeof name, "picture p%zu", number);
	if (!status) {
		base64_encode_raw(text.ptr, file.len, (const uint8_t *)file.ptr);
		status = vn_page_island(out, name, (struct vn_str){text.ptr, len}, err);
	}
	vn_buf_fini(&text);
	return status;
}

enum vn_status vn_page_draw(struct vn_page_pictures *pictures, const struct vn_pictures *from,
			    struct vn_err *err)
{
	struct vn_spool *out = &pictures->islands;
	struct vn_buf file = {0};
	enum vn_status status = VN_OK;

	for (unsigned char how = FOR_DOUBTS; how > NOT; how--)
		for (size_t i = 0; !status && i < pictures->count; i++) {
			uint64_t len = vn_spool_len(out);
			if (pictures->wanted[i] != how || len > VN_PAGE_PICTURES)
				continue;
			file.len = 0;
			status = from->file(from->self, i, (size_t)(VN_PAGE_PICTURES - len) / 4 * 3,
					    &file, err);
			if (!status && file.len)
				status = add(out, i, vn_buf_str(&file), err);
		}
	vn_buf_fini(&file);
	return status;
}
