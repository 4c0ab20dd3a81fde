/* For sources that are read record by record: tables and lists of records. */
#ifndef VN_SOURCE_ROWS_H
#define VN_SOURCE_ROWS_H

#include "source/source.h"

/* What a source does with a record, ROW, without its line end, at byte FROM of the document. */
typedef enum vn_status (*vn_row)(void *self, struct vn_piece *piece, struct vn_str row,
				 uint64_t from, struct vn_err *err);

/* For feed(): hands the records from *POS on, as far as they are whole, to ROW; *POS goes behind
 * them. */
VN_CHECKED enum vn_status vn_rows_feed(uint64_t *pos, bool quoted, bool last,
				       struct vn_piece *piece, vn_row row, void *self,
				       struct vn_err *err);

#endif
