/* Writes the completions of vnfix for one shell, bash, zsh or fish, from the table of options. A
 * tool of the build, not installed. */
#include "cli/fields.h"
#include "cli/option_table.h"
#include "term/say.h"
#include "pipeline.h"

#include <stdlib.h>

/* The values SPEC takes, with BETWEEN between them; nothing if they are no fixed ones. */
static void values(const struct vn_option_spec *spec, const char *between)
{
	const char *before = "";

	for (size_t i = 0; spec->names && spec->names[i]; i++) {
		printf("%s%s", before, spec->names[i]);
		before = between;
	}
	if (!spec->argument || strcmp(spec->argument, "STAGE") != 0)
		return;
	for (const struct vn_stage *const *stage = vn_stages(); *stage; stage++) {
		printf("%s%s", before, (*stage)->name);
		before = between;
	}
}

static bool has_values(const struct vn_option_spec *spec)
{
	return spec->names || (spec->argument && strcmp(spec->argument, "STAGE") == 0);
}

/* TEXT with a backslash before each byte of SPECIAL, and ' as the shell wants it in quotes. */
static void quoted(const char *text, const char *special, const char *apostrophe)
{
	for (; *text; text++)
		if (*text == '\'')
			fputs(apostrophe, stdout);
		else
			printf("%s%c", strchr(special, *text) ? "\\" : "", *text);
}

/* bash: a case of the options that take something, then the list of all. */

static void bash_case(const struct vn_option_spec *spec)
{
	enum vn_path_kind path = vn_option_path(spec);

	if (!spec->argument || vn_option_optional(spec))
		return;
	fputs("\t", stdout);
	if (spec->letter)
		printf("-%c|", spec->letter);
	printf("--%s)\n\t\t", spec->name);
	if (has_values(spec)) {
		fputs("mapfile -t COMPREPLY < <(compgen -W '", stdout);
		values(spec, " ");
		fputs("' -- \"$cur\")\n", stdout);
	} else if (path != VN_PATH_NONE) {
		printf("compopt -o filenames\n"
		       "\t\tmapfile -t COMPREPLY < <(compgen -%c -- \"$cur\")\n",
		       path == VN_PATH_FOLDER ? 'd' : 'f');
	} else {
		fputs(":\n", stdout);
	}
	fputs("\t\treturn ;;\n", stdout);
}

static void bash_fields(void)
{
	const struct vn_fields_option *option;

	fputs("\tif [ \"${COMP_WORDS[1]}\" = fields ]; then\n\t\tcase $prev in\n", stdout);
	for (option = vn_fields_options; option->name; option++) {
		if (!option->takes)
			continue;
		fputs("\t\t", stdout);
		if (option->letter)
			printf("-%c|", option->letter);
		printf("--%s) ", option->name);
		if (option->values)
			printf("mapfile -t COMPREPLY < <(compgen -W '%s' -- \"$cur\"); ",
			       option->values);
		else if (option->file)
			fputs("mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); ", stdout);
		fputs("return ;;\n", stdout);
	}
	fputs("\t\tesac\n\t\tif [[ $cur == -* ]]; then\n"
	      "\t\t\tmapfile -t COMPREPLY < <(compgen -W '",
	      stdout);
	for (option = vn_fields_options; option->name; option++)
		printf("--%s%s ", option->name, option->takes ? "=" : "");
	fputs("' -- \"$cur\")\n\t\t\t[[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace\n"
	      "\t\t\treturn\n\t\tfi\n\tfi\n",
	      stdout);
}

static void bash(void)
{
	fputs("# Completions of vnfix for bash, made from its table of options.\n"
	      "_vnfix()\n{\n"
	      "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	      "\tCOMPREPLY=()\n"
	      "\t# --name=value comes as three words.\n"
	      "\tif [ \"$cur\" = = ]; then\n\t\tcur=\n"
	      "\telif [ \"$prev\" = = ] && [ \"$COMP_CWORD\" -gt 1 ]; then\n"
	      "\t\tprev=${COMP_WORDS[COMP_CWORD-2]}\n\tfi\n",
	      stdout);
	bash_fields();
	fputs("\tcase $prev in\n", stdout);
	for (size_t i = 0; i < vn_option_count; i++)
		bash_case(&vn_option_specs[i]);
	fputs("\tesac\n\tif [[ $cur == -* ]]; then\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -W '",
	      stdout);
	for (size_t i = 0; i < vn_option_count; i++) {
		const struct vn_option_spec *spec = &vn_option_specs[i];
		if (spec->letter)
			printf("-%c ", spec->letter);
		printf("--%s%s ", spec->name,
		       spec->argument && !vn_option_optional(spec) ? "=" : "");
	}
	fputs("' -- \"$cur\")\n"
	      "\t\t[[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace\n"
	      "\telse\n"
	      "\t\tcompopt -o filenames\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
	      "\t\tif [ \"$COMP_CWORD\" -eq 1 ] && [[ fields == \"$cur\"* ]]; then\n"
	      "\t\t\tCOMPREPLY+=(fields)\n\t\tfi\n"
	      "\tfi\n}\n"
	      "complete -F _vnfix vnfix\n",
	      stdout);
}

/* zsh: one argument of _arguments for each option. */

static void zsh_action(const struct vn_option_spec *spec)
{
	enum vn_path_kind path = vn_option_path(spec);

	printf("%s", vn_option_optional(spec) ? "::" : ":");
	for (const char *c = spec->argument; *c; c++)
		if (*c != '[' && *c != ']')
			putchar(*c);
	putchar(':');
	if (has_values(spec)) {
		putchar('(');
		values(spec, " ");
		putchar(')');
	} else if (path != VN_PATH_NONE) {
		fputs(path == VN_PATH_FOLDER ? "_files -/" : "_files", stdout);
	} else {
		putchar(' '); /* something, but nothing known */
	}
}

static void zsh_one(const struct vn_option_spec *spec)
{
	const char *both = "", *one = "";

	if (spec->argument) {
		both = vn_option_optional(spec) ? "=-" : "=";
		one = vn_option_optional(spec) ? "-" : "+";
	}
	if (spec->letter)
		printf("\t'*'{-%c%s,--%s%s}'[", spec->letter, one, spec->name, both);
	else
		printf("\t'*--%s%s[", spec->name, both);
	quoted(spec->help, "[]:\\", "'\\''");
	putchar(']');
	if (spec->argument)
		zsh_action(spec);
	fputs("' \\\n", stdout);
}

static void zsh_fields(void)
{
	fputs("if [[ ${words[2]} == fields ]]; then\n\t(( CURRENT-- ))\n\tshift words\n"
	      "\t_arguments -s -S \\\n",
	      stdout);
	for (const struct vn_fields_option *option = vn_fields_options; option->name; option++) {
		fputs("\t\t", stdout);
		if (option->letter)
			printf("'-%c+[--%s]:value:%s%s%s' ", option->letter, option->name,
			       option->values ? "(" : "_files",
			       option->values ? option->values : "", option->values ? ")" : "");
		printf("'--%s%s", option->name, option->takes ? "=:value:" : "");
		if (option->values)
			printf("(%s)", option->values);
		else if (option->takes)
			fputs(option->file ? "_files" : " ", stdout);
		fputs("' \\\n", stdout);
	}
	fputs("\t\t'*:file:_files'\n\treturn\nfi\n", stdout);
}

static void zsh(void)
{
	fputs("#compdef vnfix\n"
	      "# Completions of vnfix for zsh, made from its table of options.\n",
	      stdout);
	zsh_fields();
	fputs("_arguments -s -S \\\n", stdout);
	for (size_t i = 0; i < vn_option_count; i++)
		zsh_one(&vn_option_specs[i]);
	fputs("\t'*:file:_files'\n", stdout);
}

static void fish_one(const struct vn_option_spec *spec)
{
	enum vn_path_kind path = vn_option_path(spec);
	bool needed = spec->argument && !vn_option_optional(spec);

	fputs("complete -c vnfix", stdout);
	if (spec->letter)
		printf(" -s %c", spec->letter);
	printf(" -l %s", spec->name);
	if (has_values(spec)) {
		fputs(" -x -a '", stdout);
		values(spec, " ");
		putchar('\'');
	} else if (path == VN_PATH_FOLDER) {
		fputs(" -x -a '(__fish_complete_directories)'", stdout);
	} else if (path == VN_PATH_FILE) {
		fputs(" -r -F", stdout);
	} else if (needed) {
		fputs(" -x", stdout);
	}
	fputs(" -d '", stdout);
	quoted(spec->help, "\\", "\\'");
	fputs("'\n", stdout);
}

static void fish_fields(void)
{
	fputs("complete -c vnfix -n __fish_use_subcommand -a fields\n", stdout);
	for (const struct vn_fields_option *option = vn_fields_options; option->name; option++) {
		fputs("complete -c vnfix -n '__fish_seen_subcommand_from fields'", stdout);
		if (option->letter)
			printf(" -s %c", option->letter);
		printf(" -l %s", option->name);
		if (option->values)
			printf(" -x -a '%s'", option->values);
		else if (option->takes)
			fputs(option->file ? " -r -F" : " -x", stdout);
		putchar('\n');
	}
}

static void fish(void)
{
	fputs("# Completions of vnfix for fish, made from its table of options.\n", stdout);
	for (size_t i = 0; i < vn_option_count; i++)
		fish_one(&vn_option_specs[i]);
	fish_fields();
}

int main(int argc, char **argv)
{
	const char *shell = argc == 2 ? argv[1] : "";

	if (strcmp(shell, "bash") == 0)
		bash();
	else if (strcmp(shell, "zsh") == 0)
		zsh();
	else if (strcmp(shell, "fish") == 0)
		fish();
	else
		return EXIT_FAILURE;
	return ferror(stdout) || fclose(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
