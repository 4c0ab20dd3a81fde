#include "mkmodel/arguments.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum vn_status vn_argument_number(long *number, const char *what, const char *text, long least,
				  long most, struct vn_err *err)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (end == text || *end || errno || value < least || value > most)
		return vn_err_set(err, VN_EUSAGE,
				  "%s takes a whole number from %ld to %ld, not '%.40s'", what,
				  least, most, text);
	*number = value;
	return VN_OK;
}

enum vn_status vn_argument_weight(char *source, long most, uint32_t *weight, struct vn_err *err)
{
	char *colon = strrchr(source, ':');
	long value = 1;
	enum vn_status status = VN_OK;

	if (colon) {
		*colon = 0;
		status = vn_argument_number(&value, "a weight (behind the last colon)", colon + 1,
					    1, most, err);
	}
	*weight = (uint32_t)value;
	return vn_err_name(err, status, source);
}

enum vn_status vn_argument_unknown(const char *command, int answer, struct vn_err *err)
{
	if (answer == ':')
		return vn_err_set(err, VN_EUSAGE, "%s: option '-%c' needs an argument", command,
				  optopt);
	return vn_err_set(err, VN_EUSAGE, "%s: unknown option '-%c'", command, optopt);
}
