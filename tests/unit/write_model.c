/* Writes the small model to the file that is named: for tests of programs that know no other part
 * of vnfix than its library. */
#include "mkmodel/write.h"
#include "small_model.h"

int main(int argc, char **argv)
{
	struct vn_sections sections = {0};
	bool good = argc == 2 && small_sections(&sections) &&
		    vn_sections_write(&sections, argv[1], NULL) == VN_OK;

	vn_sections_fini(&sections);
	return !good;
}
