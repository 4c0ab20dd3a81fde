#include "term/say.h"

const char vn_program[] = "vnfix";
