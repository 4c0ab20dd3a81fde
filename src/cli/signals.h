/* Signals that end the program take its unfinished file with them. */
#ifndef VN_CLI_SIGNALS_H
#define VN_CLI_SIGNALS_H

/* Installs the handlers, and makes a file that grows too large an error of write(). */
void vn_signals_init(void);

/* Names the file to remove (not copied: must live until the next call); NULL: none. */
void vn_signals_guard(const char *path);

/* Holds the signals back while a file and its name change hands, and lets them through again. */
void vn_signals_hold(void);
void vn_signals_release(void);

#endif
