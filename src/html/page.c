#include "html/page.h"

#include "html/add.h"
#include "html/template.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>

/* A document among the data. */
struct piece {
	uint64_t number, from, len;
};

struct vn_page {
	struct vn_save save;
	pthread_mutex_t lock; /* of all below */
	struct vn_spool data;
	uint64_t len; /* of data */
	struct piece *pieces;
	size_t count, cap;
	bool broken; /* a document could not be added */
};

static enum vn_status to_save(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_save_write(self, bytes, len, err);
}

/* Begins an island: data that no browser takes for a script. */
static enum vn_status open_island(struct vn_spool *out, const char *name, struct vn_err *err)
{
	static const char lead[] = "<script type=\"application/json\" class=\"";
	enum vn_status status = vn_spool_add(out, lead, sizeof lead - 1, err);

	if (!status)
		status = vn_spool_add(out, name, strlen(name), err);
	return status ? status : vn_spool_add(out, "\">", 2, err);
}

static enum vn_status close_island(struct vn_spool *out, struct vn_err *err)
{
	static const char tail[] = "</script>\n";
	return vn_spool_add(out, tail, sizeof tail - 1, err);
}

static enum vn_status set_text(json_t *object, const char *name, const char *text,
			       struct vn_err *err)
{
	return text ? vn_json_set(object, name, json_string(text), err) : VN_OK;
}

/* The island that tells of the run. */
static enum vn_status add_about(struct vn_page *page, const struct vn_page_about *about,
				struct vn_err *err)
{
	static const char *const modes[] = {"change", "suggest", "look"};
	json_t *run = json_object();
	struct vn_spool out = {0};
	enum vn_status status = set_text(run, "mode", modes[about->mode], err);

	if (!status)
		status = set_text(run, "vnfix", about->version, err);
	if (!status)
		status = set_text(run, "model", about->model, err);
	if (!status)
		status = set_text(run, "time", about->time, err);
	if (!status)
		status = open_island(&out, "run", err);
	if (!status)
		status = vn_json_line(run, true, &out, err);
	if (!status)
		status = close_island(&out, err);
	if (!status)
		status = vn_spool_give(&out, to_save, &page->save, err);
	json_decref(run);
	vn_spool_fini(&out);
	return status;
}

enum vn_status vn_page_open(struct vn_page **out, const char *path, const struct vn_save_how *how,
			    const struct vn_page_about *about, int *error, struct vn_err *err)
{
	struct vn_page *page = calloc(1, sizeof *page);
	enum vn_status status;

	*error = ENOMEM;
	if (!page)
		return vn_err_nomem(err);
	pthread_mutex_init(&page->lock, NULL);
	status = vn_save_open(&page->save, AT_FDCWD, path, how, err);
	if (!status)
		status = vn_save_write(&page->save, vn_page_head, vn_page_head_len, err);
	if (!status)
		status = add_about(page, about, err);
	*error = page->save.error;
	if (status) {
		vn_page_abort(page);
		return status;
	}
	*out = page;
	return VN_OK;
}

static int by_number(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;
	return x->number != y->number ? (x->number > y->number) - (x->number < y->number)
				      : (x->from > y->from) - (x->from < y->from);
}

enum vn_status vn_page_finish(struct vn_page *page, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if (page->broken) {
		vn_page_abort(page);
		return vn_err_set(err, VN_EOUTPUT, "not written: a document is missing in it");
	}
	/* No array, no documents: qsort() does not take NULL. */
	if (page->count)
		qsort(page->pieces, page->count, sizeof *page->pieces, by_number);
	for (size_t i = 0; !status && i < page->count; i++)
		status = vn_spool_give_part(&page->data, page->pieces[i].from, page->pieces[i].len,
					    to_save, &page->save, err);
	if (!status)
		status = vn_save_write(&page->save, vn_page_tail, vn_page_tail_len, err);
	if (!status)
		status = vn_save_finish(&page->save, err);
	vn_page_abort(page);
	return status;
}

void vn_page_abort(struct vn_page *page)
{
	if (!page)
		return;
	vn_save_abort(&page->save);
	vn_spool_fini(&page->data);
	free(page->pieces);
	pthread_mutex_destroy(&page->lock);
	free(page);
}

/* Appends to the data of the page. Called with the lock held. */
static enum vn_status to_data(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	struct vn_page *page = self;
	enum vn_status status = vn_spool_add(&page->data, bytes, len, err);
	page->len += status ? 0 : len;
	return status;
}

/* Takes a document, all of SPOOL, into the page. One that failed half-way is never referred to. */
static enum vn_status add_piece(struct vn_page *page, uint64_t number, const struct vn_spool *spool,
				struct vn_err *err)
{
	struct piece piece = {.number = number};
	enum vn_status status = VN_OK;

	pthread_mutex_lock(&page->lock);
	if (page->count == page->cap) {
		size_t cap = page->cap ? page->cap * 2 : 64;
		struct piece *pieces = realloc(page->pieces, cap * sizeof *pieces);
		if (pieces) {
			page->pieces = pieces;
			page->cap = cap;
		} else {
			status = vn_err_nomem(err);
		}
	}
	piece.from = page->len;
	if (!status)
		status = vn_spool_give(spool, to_data, page, err);
	piece.len = page->len - piece.from;
	if (!status)
		page->pieces[page->count++] = piece;
	page->broken |= status != VN_OK;
	pthread_mutex_unlock(&page->lock);
	return status;
}

static enum vn_status to_spool(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_spool_add(self, bytes, len, err);
}

/* A page without one of its documents would not tell so. */
static void give_up(struct vn_page *page)
{
	pthread_mutex_lock(&page->lock);
	page->broken = true;
	pthread_mutex_unlock(&page->lock);
}

/* An island with the array whose elements SPOOL has. */
static enum vn_status add_array(struct vn_spool *out, const char *name,
				const struct vn_spool *spool, struct vn_err *err)
{
	enum vn_status status = open_island(out, name, err);

	if (!status)
		status = vn_spool_add(out, "[", 1, err);
	if (!status)
		status = vn_spool_give(spool, to_spool, out, err);
	if (!status)
		status = vn_spool_add(out, "]", 1, err);
	return status ? status : close_island(out, err);
}

enum vn_status vn_page_add(struct vn_page *page, uint64_t number, const json_t *paper,
			   const struct vn_spool *changes, const struct vn_spool *text,
			   struct vn_err *err)
{
	struct vn_spool out = {0};
	enum vn_status status = open_island(&out, "paper", err);

	if (!status)
		status = vn_json_line(paper, true, &out, err);
	if (!status)
		status = close_island(&out, err);
	if (!status)
		status = add_array(&out, "changes", changes, err);
	if (!status)
		status = add_array(&out, "text", text, err);
	if (!status)
		status = add_piece(page, number, &out, err);
	else
		give_up(page);
	vn_spool_fini(&out);
	return status;
}
