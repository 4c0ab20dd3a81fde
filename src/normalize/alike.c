#include "normalize/alike.h"

#include <stddef.h>

/* Sorted by code point. */
static const struct {
	uint16_t c;
	char latin;
} shapes[] = {
	/* Greek */
	{0x391, 'A'},
	{0x392, 'B'},
	{0x395, 'E'},
	{0x396, 'Z'},
	{0x397, 'H'},
	{0x399, 'I'},
	{0x39a, 'K'},
	{0x39c, 'M'},
	{0x39d, 'N'},
	{0x39f, 'O'},
	{0x3a1, 'P'},
	{0x3a4, 'T'},
	{0x3a5, 'Y'},
	{0x3a7, 'X'},
	{0x3bf, 'o'},
	{0x3f2, 'c'},
	{0x3f3, 'j'},
	{0x3f9, 'C'},
	/* Cyrillic */
	{0x405, 'S'},
	{0x406, 'I'},
	{0x408, 'J'},
	{0x410, 'A'},
	{0x412, 'B'},
	{0x415, 'E'},
	{0x41a, 'K'},
	{0x41c, 'M'},
	{0x41d, 'H'},
	{0x41e, 'O'},
	{0x420, 'P'},
	{0x421, 'C'},
	{0x422, 'T'},
	{0x423, 'Y'},
	{0x425, 'X'},
	{0x430, 'a'},
	{0x435, 'e'},
	{0x43e, 'o'},
	{0x440, 'p'},
	{0x441, 'c'},
	{0x443, 'y'},
	{0x445, 'x'},
	{0x455, 's'},
	{0x456, 'i'},
	{0x458, 'j'},
	{0x4ae, 'Y'},
	{0x4bb, 'h'},
	{0x4c0, 'I'},
	{0x4cf, 'l'},
	{0x501, 'd'},
	{0x51a, 'Q'},
	{0x51b, 'q'},
	{0x51c, 'W'},
	{0x51d, 'w'},
	/* small capitals */
	{0x1d04, 'c'},
	{0x1d0f, 'o'},
	{0x1d20, 'v'},
	{0x1d21, 'w'},
	{0x1d22, 'z'},
};

int32_t vn_alike_latin(int32_t c)
{
	size_t low = 0, high = sizeof shapes / sizeof *shapes;

	if (c >= 0xff21 && c <= 0xff3a)
		return c - 0xff21 + 'A';
	if (c >= 0xff41 && c <= 0xff5a)
		return c - 0xff41 + 'a';
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (shapes[mid].c == c)
			return shapes[mid].latin;
		if (shapes[mid].c < c)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}
