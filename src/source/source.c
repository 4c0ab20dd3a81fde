#include "source/source.h"

/* To add a format: a file with its descriptor, and a line here. */
static const struct vn_source *const sources[] = {
	&vn_source_text,
	&vn_source_utf16,
	&vn_source_hocr,
	&vn_source_alto,
	&vn_source_page,
	&vn_source_tsv,
	&vn_source_bbox,
	&vn_source_html,
	&vn_source_ndjson,
	&vn_source_csv,
	&vn_source_markdown,
	&vn_source_rtf,
	&vn_source_docx,
	&vn_source_odt,
	&vn_source_epub,
	&vn_source_pdf,
	NULL,
};

static int probe_text(struct vn_str head, bool ended)
{
	(void)head;
	(void)ended;
	return 1;
}

static const char *const text_extensions[] = {"txt", NULL};

const struct vn_source vn_source_text = {
	.name = "text",
	.summary = "plain text",
	.extensions = text_extensions,
	.probe = probe_text,
};

const struct vn_source *const *vn_sources(void)
{
	return sources;
}

const struct vn_source *vn_source_find(const char *name)
{
	for (size_t i = 0; sources[i]; i++)
		if (strcmp(sources[i]->name, name) == 0)
			return sources[i];
	return NULL;
}

const struct vn_source *vn_source_probe(struct vn_str head, bool ended)
{
	const struct vn_source *best = &vn_source_text;
	int most = VN_PROBE_NO;
	bool waits = false;

	for (size_t i = 0; sources[i]; i++) {
		int sure = sources[i]->probe(head, ended);
		waits |= sure == VN_PROBE_MORE;
		if (sure > most) {
			most = sure;
			best = sources[i];
		}
	}
	return waits && most < VN_PROBE_SURE ? NULL : best;
}
