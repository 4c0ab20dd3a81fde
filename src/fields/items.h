/* The items of a list of recipients, in the left column of a foot. */
#ifndef VN_FIELDS_ITEMS_H
#define VN_FIELDS_ITEMS_H

#include "fields/page.h"

/* The byte behind "Lưu:", however that was read, with which PIECE begins if it is the last item,
 * what is to be filed; the begin of PIECE: it is not. */
size_t vn_item_filed(const struct vn_page *page, struct vn_part piece);
bool vn_item_is_filed(const struct vn_page *page, struct vn_part piece);

/* Whether LINE is what is to be filed, though its dash was not read. */
bool vn_item_is_filed_line(const struct vn_page *page, struct vn_part line);

/* Where an item ends in LINE; *CLOSED becomes whether it does so by a sign of its own, *DOUBT
 * whether what stands there may not be all of it, or too much. */
size_t vn_item_end(const struct vn_page *page, struct vn_part line, bool *closed, bool *doubt);

/* LINE of an item that goes on, without what edges of seals and signatures were read as behind it.
 */
struct vn_part vn_item_without_strokes(const struct vn_page *page, struct vn_part line);

/* LINE before "(Đã ký)", which the right column has between post and name. */
struct vn_part vn_item_without_signed(const struct vn_page *page, struct vn_part line);

/* The line with "Nơi nhận", from FROM on, and where that ends; the number of lines: there is none.
 */
size_t vn_items_title(const struct vn_page *page, size_t from, size_t *behind);

/* Where that line must stand if it was not read, by the items below it. */
size_t vn_items_find(const struct vn_page *page, size_t from);

#endif
