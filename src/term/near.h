/* "Did you mean": of the names there are, the one that was most likely meant. */
#ifndef VN_TERM_NEAR_H
#define VN_TERM_NEAR_H

#include <getopt.h>
#include <stddef.h>

/* The search for WORD, whose names are tried one by one. */
struct vn_near {
	const char *word;
	size_t len;	  /* bytes of it that count */
	const char *name; /* the nearest one so far; NULL: none is near enough */
	size_t distance;  /* letters between them: wrong, missing, too many, or swapped */
};

/* A search for the first LEN bytes of WORD. */
struct vn_near vn_near_start(const char *word, size_t len);

/* Tries NAME, which must live as long as the search. Of equals the first is kept. */
void vn_near_try(struct vn_near *near, const char *name);

/* Says what is wrong with ARG, the argument that getopt_long() stopped at with ANSWER, '?' or ':'
 * (its letters begin with ':', and opterr is 0), what may be meant, and where help is. */
void vn_near_option(int answer, const char *arg, const struct option *longs);

#endif
