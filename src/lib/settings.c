/* Settings by name: those of the command line that mean something for a text. */
#include "charset/coding.h"
#include "charset/output.h"
#include "damage/damage.h"
#include "lib/library.h"
#include "load/load.h"
#include "source/source.h"
#include "user/user.h"

#include <stdio.h>
#include <stdlib.h>

enum list { DICT, RULES, PROTECT, LISTS };

struct known {
	atomic_size_t users;
	struct vn_buf said[LISTS]; /* names and patterns, each ended by NUL */
	struct vn_user *user;
	struct vn_model
		*wider; /* the handles' model and the caller's words; NULL: there are none */
};

struct known *vnfix_known_share(struct known *known)
{
	if (known)
		atomic_fetch_add(&known->users, 1);
	return known;
}

void vnfix_known_close(struct known *known)
{
	if (!known || atomic_fetch_sub(&known->users, 1) > 1)
		return;
	for (int i = 0; i < LISTS; i++)
		vn_buf_fini(&known->said[i]);
	vn_model_close(known->wider);
	vn_user_close(known->user);
	free(known);
}

const struct vn_model *vnfix_words(const struct vnfix *fix)
{
	if (fix->known && fix->known->wider)
		return fix->known->wider;
	return fix->model ? fix->model->model : NULL;
}

/* The strings in BUF as a list, which the caller frees; NULL when memory is out. */
static const char **listed(const struct vn_buf *buf, size_t *count)
{
	struct vn_str rest = vn_buf_str(buf);
	const char **list = malloc((rest.len + 1) * sizeof *list);

	*count = 0;
	for (size_t at = 0; list && at < rest.len; at += strlen(rest.ptr + at) + 1)
		list[(*count)++] = rest.ptr + at;
	return list;
}

/* Reads what KNOWN says. */
static enum vn_status read_known(struct known *known, const struct vnfix_model *model,
				 struct vn_err *err)
{
	struct vn_user_config config = {.load = vn_load_text};
	enum vn_status status;

	config.dicts = listed(&known->said[DICT], &config.dict_count);
	config.tables = listed(&known->said[RULES], &config.table_count);
	config.patterns = listed(&known->said[PROTECT], &config.pattern_count);
	if (config.dicts && config.tables && config.patterns)
		status = vn_user_open(&known->user, &config, err);
	else
		status = vn_err_nomem(err);
	if (!status && model)
		status = vn_user_model(&known->wider, known->user, model->model, err);
	free((void *)config.dicts);
	free((void *)config.tables);
	free((void *)config.patterns);
	return status;
}

/* Says VALUE, too, in the list WHICH of FIX; NULL: the list says nothing any more. What other
 * handles know stays, so all of it is read again. */
static enum vn_status add(struct vnfix *fix, enum list which, const char *value, struct vn_err *err)
{
	struct known *now = calloc(1, sizeof *now);
	enum vn_status status = now ? VN_OK : vn_err_nomem(err);
	size_t said = 0;

	if (now)
		atomic_init(&now->users, 1);
	for (int i = 0; !status && i < LISTS; i++) {
		struct vn_str old =
			fix->known ? vn_buf_str(&fix->known->said[i]) : (struct vn_str){"", 0};
		if (value || i != (int)which)
			status = vn_buf_add(&now->said[i], old.ptr, old.len, err);
		if (!status && value && i == (int)which)
			status = vn_buf_add(&now->said[i], value, strlen(value) + 1, err);
		said += now->said[i].len;
	}
	if (!status && said)
		status = read_known(now, fix->model, err);
	if (status || !said) {
		vnfix_known_close(now);
		now = NULL;
	}
	if (status)
		return status;
	vnfix_known_close(fix->known);
	fix->known = now;
	fix->options.user = now ? now->user : NULL;
	return VN_OK;
}

/* Names that there are, as a message lists them. */
struct names {
	char text[VN_ERR_TEXT];
	size_t used;
};

static void add_name(struct names *names, const char *name)
{
	int len = snprintf(names->text + names->used, sizeof names->text - names->used, "%s%s",
			   names->used ? ", " : "", name);
	if (len > 0 && names->used + (size_t)len < sizeof names->text)
		names->used += (size_t)len;
}

static enum vn_status refuse(const char *value, const struct names *names, struct vn_err *err)
{
	return vn_err_set(err, VN_EUSAGE, "no such value: '%.60s'; there are: %s", value,
			  names->text);
}

/* The setters: VALUE NULL is the default. */

static enum vn_status set_assume(struct vnfix *fix, const char *value, struct vn_err *err)
{
	const struct vn_damage *found = value ? vn_damage_find(value) : NULL;
	struct names names = {"", 0};

	if (found || !value || strcmp(value, "auto") == 0) {
		fix->options.assume = found;
		return VN_OK;
	}
	add_name(&names, "auto");
	for (int i = 0; i < VN_DAMAGE_COUNT; i++)
		add_name(&names, vn_damages[i].name);
	return refuse(value, &names, err);
}

static enum vn_status set_from(struct vnfix *fix, const char *value, struct vn_err *err)
{
	const char *found = value ? vn_coding_from(value) : NULL;
	struct names names = {"", 0};

	if (found || !value) {
		fix->options.from = found;
		return VN_OK;
	}
	add_name(&names, "auto");
	add_name(&names, "none");
	for (size_t i = 0; i <= vn_charset_count; i++)
		if (vn_slot_name(i))
			add_name(&names, vn_slot_name(i));
	return refuse(value, &names, err);
}

static enum vn_status set_to(struct vnfix *fix, const char *value, struct vn_err *err)
{
	struct names names = {"", 0};

	if (!value)
		fix->options.to = (struct vn_output){0};
	if (!value || vn_output_find(value, &fix->options.to))
		return VN_OK;
	for (size_t i = 0; vn_output_name(i); i++)
		add_name(&names, vn_output_name(i));
	return refuse(value, &names, err);
}

static enum vn_status set_source(struct vnfix *fix, const char *value, struct vn_err *err)
{
	const struct vn_source *found = value ? vn_source_find(value) : NULL;
	bool probe = value && strcmp(value, "auto") == 0;
	struct names names = {"", 0};

	if (found || probe || !value) {
		fix->options.source = found;
		fix->options.probe = probe;
		return VN_OK;
	}
	add_name(&names, "auto");
	for (const struct vn_source *const *s = vn_sources(); *s; s++)
		add_name(&names, (*s)->name);
	return refuse(value, &names, err);
}

/* Which of the NAMES, ended by NULL, VALUE is; the first without a value. */
static enum vn_status choose(const char *value, const char *const *names, unsigned *choice,
			     struct vn_err *err)
{
	struct names known = {"", 0};

	for (unsigned i = 0; names[i]; i++) {
		if (!value || strcmp(value, names[i]) == 0) {
			*choice = i;
			return VN_OK;
		}
		add_name(&known, names[i]);
	}
	return refuse(value, &known, err);
}

static enum vn_status set_tone(struct vnfix *fix, const char *value, struct vn_err *err)
{
	static const char *const names[] = {
		[VN_TONE_KEEP] = "keep", [VN_TONE_OLD] = "old", [VN_TONE_NEW] = "new", NULL};
	unsigned choice = 0;
	enum vn_status status = choose(value, names, &choice, err);

	if (!status)
		fix->options.tone = (enum vn_tone)choice;
	return status;
}

static enum vn_status set_line(struct vnfix *fix, const char *value, struct vn_err *err)
{
	static const char *const names[] = {"no", "yes", NULL};
	unsigned choice = 0;
	enum vn_status status = choose(value, names, &choice, err);

	if (!status)
		fix->options.by_line = choice;
	return status;
}

static enum vn_status set_field(struct vnfix *fix, const char *value, struct vn_err *err)
{
	size_t len = value ? strlen(value) : 0;

	if (len >= sizeof fix->field)
		return vn_err_set(err, VN_EUSAGE, "longer than %zu bytes", sizeof fix->field - 1);
	if (value)
		memcpy(fix->field, value, len + 1);
	fix->options.how.field = value ? fix->field : NULL;
	return VN_OK;
}

static enum vn_status set_stages(uint32_t *mask, const char *value, struct vn_err *err)
{
	uint32_t found = 0;
	enum vn_status status = value ? vn_stages_mask(&found, value, err) : VN_OK;

	if (!status)
		*mask = found;
	return status;
}

static enum vn_status set_only(struct vnfix *fix, const char *value, struct vn_err *err)
{
	return set_stages(&fix->only, value, err);
}

static enum vn_status set_skip(struct vnfix *fix, const char *value, struct vn_err *err)
{
	return set_stages(&fix->skip, value, err);
}

/* A number from 0 to 1, in 1/10,000, whatever the locale; -1 for anything else. */
static int32_t probability(const char *text)
{
	int32_t value = 0, whole, unit = VN_SURE;
	bool digits = false, up = false, more = false;

	for (; *text >= '0' && *text <= '9'; text++, digits = true)
		value = value > 1 ? value : value * 10 + (*text - '0');
	value = value > 1 ? 2 * VN_SURE : value * VN_SURE;
	whole = value;
	if (*text == '.')
		for (text++; *text >= '0' && *text <= '9'; text++, digits = true) {
			more |= *text != '0';
			up |= unit == 1 && *text >= '5';
			unit /= 10;
			value += (*text - '0') * unit;
		}
	if (!digits || *text || whole > VN_SURE || (whole == VN_SURE && more))
		return -1;
	return value + up;
}

static enum vn_status set_confidence(struct vnfix *fix, const char *value, struct vn_err *err)
{
	int32_t confidence = value ? probability(value) : VN_ENOUGH;

	if (confidence < 0)
		return vn_err_set(err, VN_EUSAGE, "no such value: '%.60s'; it goes from 0 to 1",
				  value);
	fix->options.min_confidence = (vn_confidence)confidence;
	return VN_OK;
}

static enum vn_status set_nbest(struct vnfix *fix, const char *value, struct vn_err *err)
{
	unsigned most = 0;
	size_t digits = value ? strspn(value, "0123456789") : 0;

	for (size_t i = 0; i < digits && most <= VN_NBEST_MAX; i++)
		most = most * 10 + (unsigned)(value[i] - '0');
	if (value && (!digits || value[digits] || most > VN_NBEST_MAX))
		return vn_err_set(err, VN_EUSAGE, "no such value: '%.60s'; it goes from 0 to %d",
				  value, VN_NBEST_MAX);
	fix->options.nbest = most;
	return VN_OK;
}

static enum vn_status add_dict(struct vnfix *fix, const char *value, struct vn_err *err)
{
	return add(fix, DICT, value, err);
}

static enum vn_status add_rules(struct vnfix *fix, const char *value, struct vn_err *err)
{
	return add(fix, RULES, value, err);
}

static enum vn_status add_pattern(struct vnfix *fix, const char *value, struct vn_err *err)
{
	return add(fix, PROTECT, value, err);
}

/* All settings: the only list of them. */
static const struct setting {
	const char *name;
	enum vn_status (*set)(struct vnfix *fix, const char *value, struct vn_err *err);
} settings[] = {
	{"assume", set_assume},
	{"from", set_from},
	{"to", set_to},
	{"tone", set_tone},
	{"only", set_only},
	{"skip", set_skip},
	{"min-confidence", set_confidence},
	{"dict", add_dict},
	{"rules", add_rules},
	{"protect", add_pattern},
	{"input-format", set_source},
	{"field", set_field},
	{"line", set_line},
	{"nbest", set_nbest},
};

/* The setting called NAME, or NULL with a message. */
static const struct setting *find(const char *name, struct vn_err *err)
{
	struct names names = {"", 0};

	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		if (strcmp(settings[i].name, name) == 0)
			return &settings[i];
		add_name(&names, settings[i].name);
	}
	(void)vn_err_set(err, VN_EUSAGE, "no setting '%.40s'; there are: %s", name, names.text);
	return NULL;
}

enum vnfix_status vnfix_set(struct vnfix *fix, const char *name, const char *value,
			    struct vnfix_error *error)
{
	struct vn_err err;
	const struct setting *setting = find(name, &err);
	enum vn_status status = setting ? VN_OK : VN_EUSAGE;

	if (!status && fix->feeding)
		status = vn_err_set(&err, VN_EUSAGE, "in the middle of a document");
	if (!status)
		status = setting->set(fix, value, &err);
	if (status == VN_EUSAGE && setting)
		status = vn_err_name(&err, status, name);
	if (!status) {
		vn_pipeline_close(fix->pipeline);
		fix->pipeline = NULL;
	}
	return vnfix_report(status, &err, error);
}
