#include "batch/confine.h"

#include "batch/output.h"
#include "pdf/module.h"
#include "sandbox/sandbox.h"
#include "term/installed.h"
#include "term/lang.h"

#include <errno.h>
#include <link.h>
#include <string.h>

/* The C library opens what it speaks with when it says the first word. */
static void learn_to_speak(void)
{
	(void)_("standard output");
	(void)strerror(ENOENT);
}

/* What any run may open: a source of chance (for the tables of libraries), and the number of cores.
 */
static void allow_common(struct vn_sandbox *sandbox, const struct vn_plan *plan)
{
	vn_sandbox_allow(sandbox, "/dev/urandom", VN_RIGHT_READ);
	vn_sandbox_allow(sandbox, "/sys/devices/system/cpu", VN_RIGHT_READ);
	if (plan->reports.html)
		vn_sandbox_allow_beside(sandbox, plan->reports.html, VN_RIGHT_CHANGE);
	if (plan->target.output_dir)
		vn_sandbox_allow(sandbox, plan->target.output_dir, VN_RIGHT_CHANGE);
}

/* Allows the folder of a library that is open already. */
static int allow_folder_of(struct dl_phdr_info *library, size_t size, void *data)
{
	struct vn_sandbox *sandbox = data;
	const char *name = library->dlpi_name, *slash = strrchr(name, '/');

	(void)size;
	if (slash && slash != name)
		vn_sandbox_allow_beside(sandbox, name, VN_RIGHT_READ);
	return 0;
}

/* What is opened with the first PDF: the module, and the libraries that it stands on, which are
 * where those of the tool are. */
static void allow_module(struct vn_sandbox *sandbox)
{
	char path[VN_INSTALLED_CAP];

	if (!vn_pdf_module_path(path))
		return;
	vn_sandbox_allow(sandbox, path, VN_RIGHT_READ);
	vn_sandbox_allow(sandbox, "/etc/ld.so.cache", VN_RIGHT_READ);
	dl_iterate_phdr(allow_folder_of, sandbox);
}

/* A file that is replaced needs its folder, a folder itself. */
static void allow_named(struct vn_sandbox *sandbox, const char *path, enum vn_right right)
{
	if (strcmp(path, "-") == 0)
		return; /* standard input is open */
	if (right == VN_RIGHT_CHANGE)
		vn_sandbox_allow_beside(sandbox, path, right);
	else
		vn_sandbox_allow(sandbox, path, right);
}

static void finish(struct vn_sandbox *sandbox, const struct vn_plan *plan,
		   const struct vn_says *says)
{
	const char *lacking;

	learn_to_speak();
	lacking = vn_sandbox_enter(sandbox);
	if (lacking && plan->loudness > 0)
		vn_tell(says, NULL, lacking);
	vn_sandbox_close(sandbox);
}

void vn_confine_run(const struct vn_plan *plan, const struct vn_inputs *inputs,
		    const struct vn_says *says)
{
	const struct vn_plan_inputs *named = &plan->inputs;
	bool replaces = plan->target.in_place && vn_plan_file_by_file(plan);
	enum vn_right right = replaces ? VN_RIGHT_CHANGE : VN_RIGHT_READ;
	struct vn_sandbox sandbox;

	if (!plan->sandbox)
		return;
	vn_sandbox_open(&sandbox);
	allow_common(&sandbox, plan);
	if (!plan->job.options.by_line)
		allow_module(&sandbox);
	for (size_t i = 0; i < named->file_count; i++)
		allow_named(&sandbox, named->files[i], right);
	if (!vn_plan_names_inputs(plan) && named->here)
		vn_sandbox_allow(&sandbox, ".", right);
	/* A list may be longer than what the kernel should keep for this: its folders are allowed.
	 */
	if (named->lists.count || named->lists0.count)
		for (size_t i = 0; i < inputs->count; i++)
			if (!inputs->item[i].standard)
				vn_sandbox_allow_beside(&sandbox, inputs->item[i].path, right);
	if (!vn_plan_file_by_file(plan) && vn_output_is_file(plan))
		vn_sandbox_allow_beside(&sandbox, plan->target.output, VN_RIGHT_CHANGE);
	finish(&sandbox, plan, says);
}

void vn_confine_undo(const struct vn_plan *plan, const struct vn_says *says)
{
	const struct vn_plan_inputs *named = &plan->inputs;
	enum vn_right right =
		plan->reports.dry_run || plan->target.output_dir ? VN_RIGHT_READ : VN_RIGHT_CHANGE;
	struct vn_sandbox sandbox;

	if (!plan->sandbox)
		return;
	vn_sandbox_open(&sandbox);
	allow_common(&sandbox, plan);
	/* The outputs that a record names may stand anywhere; they are read, never written. */
	vn_sandbox_allow(&sandbox, "/", VN_RIGHT_READ);
	vn_sandbox_allow(&sandbox, ".", right);
	for (size_t i = 0; i < named->file_count; i++)
		vn_sandbox_allow_beside(&sandbox, named->files[i], right);
	finish(&sandbox, plan, says);
}

void vn_confine_reading(char *const *names)
{
	struct vn_sandbox sandbox;

	vn_sandbox_open(&sandbox);
	vn_sandbox_allow(&sandbox, "/dev/urandom", VN_RIGHT_READ);
	for (; *names; names++)
		if (strcmp(*names, "-") != 0)
			vn_sandbox_allow(&sandbox, *names, VN_RIGHT_READ);
		else
			vn_sandbox_allow(&sandbox, "/dev/stdin", VN_RIGHT_READ);
	learn_to_speak();
	(void)vn_sandbox_enter(&sandbox);
	vn_sandbox_close(&sandbox);
}
