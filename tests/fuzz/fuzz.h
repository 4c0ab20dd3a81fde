/* What libFuzzer calls, and replay.c where there is no libFuzzer. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Aborts when the input shows a fault. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
