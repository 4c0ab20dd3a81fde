/* Signals that end the program take its unfinished files with them. */
#ifndef VN_CLI_SIGNALS_H
#define VN_CLI_SIGNALS_H

#include "files/save.h"

/* Installs the handlers, and makes a file that grows too large an error of write(). A model that is
 * cut off while it is in use ends the program with a message and VN_EXIT_MODEL. The language must
 * have been set. */
void vn_signals_init(void);

/* Is told of temporary names, by any number of threads at once; a signal that ends the program
 * removes those that are there. The first 1024 at a time are watched. */
extern const struct vn_save_watch vn_signals_watch;

/* Ends the program by SIGPIPE, as if it had never been ignored: quietly. */
void vn_signals_pipe(void);

#endif
