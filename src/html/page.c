#include "html/page.h"

#include "html/add.h"
#include "html/template.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

struct vn_page {
	struct vn_save save;
	bool broken;	   /* a document could not be added */
	uint64_t pictures; /* bytes */
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
	if (!status && about->folder)
		status = vn_json_set(run, "folder", vn_page_name(about->folder), err);
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

enum vn_status vn_page_finish(struct vn_page *page, struct vn_err *err)
{
	enum vn_status status;

	if (page->broken) {
		vn_page_abort(page);
		return vn_err_set(err, VN_EOUTPUT, "not written: a document is missing in it");
	}
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
	free(page);
}

enum vn_status vn_page_take(struct vn_page *page, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_save_write(&page->save, bytes, len, err);
}

bool vn_page_has_room(struct vn_page *page, uint64_t len)
{
	if (len > VN_PAGE_PICTURES - page->pictures)
		return false;
	page->pictures += len;
	return true;
}

void vn_page_lacks(struct vn_page *page)
{
	page->broken = true;
}

static enum vn_status to_spool(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_spool_add(self, bytes, len, err);
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

enum vn_status vn_page_island(struct vn_spool *out, const char *name, struct vn_str text,
			      struct vn_err *err)
{
	enum vn_status status = open_island(out, name, err);

	if (!status)
		status = vn_spool_add(out, text.ptr, text.len, err);
	return status ? status : close_island(out, err);
}

enum vn_status vn_page_piece(struct vn_spool *out, const json_t *document,
			     const struct vn_spool *changes, const struct vn_spool *beside,
			     const struct vn_spool *text, struct vn_err *err)
{
	enum vn_status status = open_island(out, "document", err);

	if (!status)
		status = vn_json_line(document, true, out, err);
	if (!status)
		status = close_island(out, err);
	if (!status)
		status = add_array(out, "changes", changes, err);
	if (!status)
		status = add_array(out, "beside", beside, err);
	return status ? status : add_array(out, "text", text, err);
}
