/* Writes the small model to the file that is named: for tests of programs that know no other part
 * of vnfix than its library. */
#include "mkmodel/write.h"
#include "small_model.h"

int main(int argc, char **argv)
{
	struct vn_chunks chunks = {0};
	bool good = argc == 2 && small_chunks(&chunks) &&
		    vn_chunks_write(&chunks, argv[1], NULL) == VN_OK;

	vn_chunks_fini(&chunks);
	return !good;
}
