/* How words are written in messages: shortened (đc, mk, ns) or by ear (thik, hok). */
#ifndef VN_LANG_VI_CHAT_H
#define VN_LANG_VI_CHAT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Whether the COUNT code points C, composed, are such a word, small letters or one capital first;
 * signs around it are passed over. Only words that are no syllables are listed, and of those only
 * what messages are full of: their writers meant them, and what was lost is no letter.
 */
bool vn_is_chat(const int32_t *c, int count);

#endif
