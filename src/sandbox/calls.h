/* The half of the sandbox that is about system calls. */
#ifndef VN_SANDBOX_CALLS_H
#define VN_SANDBOX_CALLS_H

#include <stdbool.h>

/* Whether this build and this kernel can filter system calls. */
bool vn_calls_able(void);

/* Refuses, from now on and with EPERM, the calls of the list in calls.c. False where it cannot. */
bool vn_calls_refuse(void);

#endif
