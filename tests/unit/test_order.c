/* The order in which the regions of a page are read: as the document says, or as they stand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "feed.h"
#include "pipeline.h"
#include "source/columns.h"
#include "source/order.h"

#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define COORDS(x, y, w, h) "<Coords points=\"" #x "," #y " " #w "," #h "\"/>"
#define SAYS(text)	   "<TextEquiv><Unicode>" text "</Unicode></TextEquiv>"
#define LINE(text)	   "<TextLine>" SAYS(text) "</TextLine>"
/* A region from x, y to w, h. */
#define REGION(id, x, y, w, h, inside)                                                             \
	"<TextRegion id='" id "'>" COORDS(x, y, w, h) inside "</TextRegion>\n"
#define TWO(a, b) LINE(a) LINE(b) SAYS(a "\n" b)
#define CELL(row, column, text)                                                                    \
	"<TextRegion id='c" row column                                                             \
	"'>" COORDS(1, 2, 3, 4) "<Roles><TableCellRole rowIndex='" row "' columnIndex='" column    \
				"'/></Roles>" LINE(text) "</TextRegion>\n"
#define PAGE(inside)   "<PcGts><Page>" inside "</Page></PcGts>\n"
#define ORDER(inside)  "<ReadingOrder>" inside "</ReadingOrder>\n"
#define REF(id, index) "<RegionRefIndexed regionRef='" id "' index='" index "'/>"

#define STRING(text)	      "<TextLine><String CONTENT='" text "'/></TextLine>"
#define BLOCK(id, more, text) "<TextBlock ID='" id "' " more ">" STRING(text) "</TextBlock>\n"
#define ALTO(order, inside)   "<alto>" order "<Layout><Page>" inside "</Page></Layout></alto>\n"

static const struct {
	const char *what;
	const struct vn_source *source;
	const char *bytes, *text;
} rows[] = {
	{"as ReadingOrder says, by index", &vn_source_page,
	 PAGE(ORDER("<OrderedGroup>" REF("b", "7") REF("a", "11") REF("c", "2") "</OrderedGroup>")
		      REGION("a", 0, 0, 9, 9, LINE("sông")) REGION("b", 0, 10, 9, 19, LINE("núi"))
			      REGION("c", 0, 20, 9, 29, LINE("biển"))),
	 "biển\n\nnúi\n\nsông"},
	{"groups within each other", &vn_source_page,
	 PAGE(ORDER("<OrderedGroup><OrderedGroupIndexed index='1'>" REF("a", "2") REF(
		 "d", "1") "</OrderedGroupIndexed>" REF("c", "0") REF("b", "3") "</OrderedGroup>")
		      REGION("a", 0, 0, 9, 9, LINE("một")) REGION("b", 0, 10, 9, 19, LINE("hai"))
			      REGION("c", 0, 20, 9, 29, LINE("ba"))
				      REGION("d", 0, 30, 9, 39, LINE("bốn"))),
	 "ba\n\nbốn\n\nmột\n\nhai"},
	{"what a group leaves open, by place; what none names, last", &vn_source_page,
	 PAGE(ORDER("<UnorderedGroup><RegionRef regionRef='a'/><RegionRef regionRef='c'/>"
		    "</UnorderedGroup>") REGION("a", 0, 40, 9, 49, LINE("xuân"))
		      REGION("b", 0, 0, 9, 9, LINE("hạ")) REGION("c", 0, 20, 9, 29, LINE("thu"))),
	 "thu\n\nxuân\n\nhạ"},
	{"a region within one that is named", &vn_source_page,
	 PAGE(ORDER("<OrderedGroup>" REF("i", "1") REF(
		 "b",
		 "0") "</OrderedGroup>") "<ImageRegion id='i'>" REGION("x", 0, 0, 9, 9,
								       LINE("ảnh")) "</"
										    "ImageRegion"
										    ">" REGION(
											    "b", 0,
											    20, 9,
											    29,
											    LINE("c"
												 "h"
												 "ữ"))),
	 "chữ\n\nảnh"},
	{"no order: columns, one after the other, below what goes across", &vn_source_page,
	 PAGE(REGION("a", 0, 0, 100, 8, LINE("đầu")) REGION("b", 55, 10, 100, 30, TWO("c", "d"))
		      REGION("c", 0, 10, 45, 30, TWO("a", "b"))
			      REGION("d", 55, 32, 100, 50, TWO("g", "h"))
				      REGION("e", 0, 32, 45, 50, TWO("e", "f"))
					      REGION("f", 0, 60, 100, 68, LINE("cuối"))),
	 "đầu\n\na\nb\n\ne\nf\n\nc\nd\n\ng\nh\n\ncuối"},
	{"no order: cells row by row", &vn_source_page,
	 PAGE(REGION("a", 40, 20, 50, 28, LINE("5")) REGION("b", 0, 21, 10, 29, LINE("4")) REGION(
		 "c", 80, 20, 90, 28, LINE("6")) REGION("d", 0, 0, 10, 8, LINE("1"))
		      REGION("e", 80, 1, 90, 9, LINE("3")) REGION("f", 40, 0, 50, 8, LINE("2"))),
	 "1\n\n2\n\n3\n\n4\n\n5\n\n6"},
	{"cells that say where they are", &vn_source_page,
	 PAGE("<TableRegion id='t'>" CELL("1", "0", "ba") CELL("0", "1", "hai")
		      CELL("0", "0", "một") CELL("1", "1", "bốn") "</TableRegion>"),
	 "một\n\nhai\n\nba\n\nbốn"},
	{"what overlaps stays as it was", &vn_source_page,
	 PAGE(REGION("a", 0, 0, 90, 40, LINE("b")) REGION("b", 10, 10, 80, 30, LINE("a"))),
	 "b\n\na"},
	{"without a place all stays as it was", &vn_source_page,
	 PAGE("<TextRegion>" LINE("b") "</TextRegion>" REGION("b", 1, 1, 2, 2, LINE("a"))),
	 "b\n\na"},
	{"ALTO: ReadingOrder", &vn_source_alto,
	 ALTO("<ReadingOrder><OrderedGroup ID='o'><ElementRef ID='p' REF='b2'/>"
	      "<ElementRef ID='q' REF='b1'/></OrderedGroup></ReadingOrder>",
	      BLOCK("b1", "", "sau") BLOCK("b2", "", "trước")),
	 "trước\n\nsau"},
	{"ALTO: IDNEXT", &vn_source_alto,
	 ALTO("", BLOCK("b1", "IDNEXT='b3'", "một") BLOCK("b2", "", "ba")
			  BLOCK("b3", "IDNEXT='b2'", "hai")),
	 "một\n\nhai\n\nba"},
	{"ALTO: a ring of IDNEXT", &vn_source_alto,
	 ALTO("", BLOCK("b1", "IDNEXT='b2'", "một") BLOCK("b2", "IDNEXT='b1'", "hai")),
	 "một\n\nhai"},
	{"ALTO: else the order of the file", &vn_source_alto,
	 ALTO("", BLOCK("b2", "VPOS='90'", "hai") BLOCK("b1", "VPOS='10'", "một")), "hai\n\nmột"},
};

struct passage {
	struct vn_buf text, out;
};

static enum vn_status observe(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	struct vn_str text = finished->reading.text;
	return vn_buf_add(&((struct passage *)self)->text, text.ptr, text.len, err);
}

/* BYTES through stage normalise, CHUNK at a time. */
static void pass(const struct vn_source *source, struct passage *p, struct vn_str bytes,
		 size_t chunk)
{
	struct vn_options options = {.source = source};
	struct vn_pipeline *pipeline = NULL;

	*p = (struct passage){0};
	options.how.no_provenance = true;
	assert_int_equal(vn_stages_mask(&options.skip, "normalise", NULL), VN_OK);
	options.skip = ~options.skip;
	assert_int_equal(vn_pipeline_open(&pipeline, &options, NULL, NULL), VN_OK);
	vn_pipeline_observe(pipeline, observe, p);
	assert_int_equal(feed_all(pipeline, bytes, chunk, &p->out, NULL), VN_OK);
	vn_pipeline_close(pipeline);
}

static void forget(struct passage *p)
{
	vn_buf_fini(&p->text);
	vn_buf_fini(&p->out);
}

/* The running text, without the line ends behind it. */
static struct vn_str text_of(const struct passage *p)
{
	struct vn_str text = vn_buf_str(&p->text);

	while (text.len && text.ptr[text.len - 1] == '\n')
		text.len--;
	return text;
}

static struct vn_str str(const char *text)
{
	return (struct vn_str){text, strlen(text)};
}

static void regions_are_read_in_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t chunk = 3; chunk < 10000; chunk *= 11) {
			struct passage p;
			pass(rows[i].source, &p, str(rows[i].bytes), chunk);
			if (!vn_str_eq(text_of(&p), str(rows[i].text)))
				fail_msg("%s: '%.*s'", rows[i].what, (int)p.text.len, p.text.ptr);
			assert_true(vn_str_eq(vn_buf_str(&p.out), str(rows[i].bytes)));
			forget(&p);
		}
}

/* Each change goes back to its place, with what says it again. */
static void changes_find_their_regions(void **state)
{
#define TWICE(a, b)                                                                                \
	PAGE(REGION("a", 0, 40, 9, 49, TWO("x", a)) REGION("b", 0, 20, 9, 29, TWO(b, a))           \
		     REGION("c", 0, 0, 9, 9, LINE("c") SAYS("c")))
	static const char before[] = TWICE("mo\xcc\x82t", "ba\xcc\x80"),
			  after[] = TWICE("m\xc3\xb4t", "b\xc3\xa0");
	struct passage p;

	(void)state;
	pass(&vn_source_page, &p, str(before), 50);
	assert_true(vn_str_eq(text_of(&p), str("c\n\nba\xcc\x80\nmo\xcc\x82t\n\n"
					       "x\nmo\xcc\x82t")));
	assert_true(vn_str_eq(vn_buf_str(&p.out), str(after)));
	forget(&p);
}

static void sort(struct vn_column_box *boxes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		boxes[i].boxed = true;
		boxes[i].number = i;
	}
	assert_int_equal(vn_columns_sort(boxes, count, true, NULL), VN_OK);
}

/* A great many regions take no time to speak of, and are all there. */
/* Groups take no more than so much memory, and end where they began. */
static void too_many_groups(void **state)
{
	struct vn_order order = {0};
	size_t cap;

	(void)state;
	assert_int_equal(vn_order_group(&order, VN_STR("a"), 0, false, NULL), VN_OK);
	while (order.node_count < 1 << 20) {
		assert_int_equal(vn_order_group(&order, VN_STR("b"), 0, false, NULL), VN_OK);
		vn_order_group_end(&order);
	}
	cap = order.node_cap;
	for (int i = 0; i < 3; i++)
		assert_int_equal(vn_order_group(&order, VN_STR("c"), 0, false, NULL), VN_OK);
	for (int i = 0; i < 3; i++)
		vn_order_group_end(&order);
	assert_int_equal(order.node_count, 1 << 20);
	assert_int_equal(order.node_cap, cap);
	assert_int_equal(order.group, 1);
	vn_order_group_end(&order);
	assert_int_equal(order.group, 0);
	vn_order_fini(&order);
}

static void many_regions_are_sorted(void **state)
{
	enum { MANY = 1000 };
	struct vn_column_box *boxes = calloc(MANY, sizeof *boxes);

	(void)state;
	assert_non_null(boxes);
	for (size_t i = 0; i < MANY; i++)
		boxes[i].box =
			(struct vn_box){0, (double)(MANY - i) * 10, 9, (double)(MANY - i) * 10 + 8};
	sort(boxes, MANY);
	for (size_t i = 0; i < MANY; i++)
		assert_int_equal(boxes[i].number, MANY - 1 - i);
	free(boxes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(regions_are_read_in_order),
		cmocka_unit_test(changes_find_their_regions),
		cmocka_unit_test(too_many_groups),
		cmocka_unit_test(many_regions_are_sorted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
