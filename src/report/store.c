#include "report/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void vn_store_open(struct vn_store *store, const char *folder)
{
	char *name;

	*store = (struct vn_store){.folder = folder ? folder : "/tmp",
				   .lock = PTHREAD_MUTEX_INITIALIZER};
	store->fd = open(store->folder, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
	if (store->fd >= 0)
		return;
	/* Not all file systems have nameless files. */
	if (asprintf(&name, "%s/vnfix-XXXXXX", store->folder) < 0) {
		store->error = ENOMEM;
		return;
	}
	store->fd = mkostemp(name, O_CLOEXEC);
	store->error = errno;
	if (store->fd >= 0)
		unlink(name);
	free(name);
}

void vn_store_close(struct vn_store *store)
{
	if (store->fd >= 0)
		close(store->fd);
	pthread_mutex_destroy(&store->lock);
	*store = (struct vn_store){.fd = -1};
}

static enum vn_status fault(const struct vn_store *store, int error, struct vn_err *err)
{
	return vn_err_set(err, VN_EOUTPUT, "temporary file in %s: %s", store->folder,
			  strerror(error));
}

enum vn_status vn_store_put(struct vn_store *store, const char *bytes, size_t len, uint64_t *at,
			    struct vn_err *err)
{
	size_t done = 0;

	if (store->fd < 0)
		return fault(store, store->error, err);
	pthread_mutex_lock(&store->lock);
	*at = store->end;
	store->end += len;
	store->taken += len;
	pthread_mutex_unlock(&store->lock);
	while (done < len) {
		ssize_t n = pwrite(store->fd, bytes + done, len - done, (off_t)(*at + done));
		if (n < 0 && errno != EINTR) {
			int error = errno;
			vn_store_drop(store, *at, len);
			return fault(store, error, err);
		}
		done += n > 0 ? (size_t)n : 0;
	}
	return VN_OK;
}

enum vn_status vn_store_get(const struct vn_store *store, uint64_t at, char *bytes, size_t len,
			    struct vn_err *err)
{
	while (len > 0) {
		ssize_t n = pread(store->fd, bytes, len, (off_t)at);
		if (n == 0)
			return vn_err_set(err, VN_EOUTPUT, "temporary file: %s", "shortened");
		if (n < 0 && errno != EINTR)
			return fault(store, errno, err);
		if (n > 0) {
			at += (uint64_t)n;
			bytes += n;
			len -= (size_t)n;
		}
	}
	return VN_OK;
}

void vn_store_drop(struct vn_store *store, uint64_t at, uint64_t len)
{
	pthread_mutex_lock(&store->lock);
	store->taken -= len;
	/* Only for the disk's sake: what is not given back now is so when all is. */
	if (store->taken)
		(void)fallocate(store->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)at,
				(off_t)len);
	else if (ftruncate(store->fd, 0) == 0)
		store->end = 0;
	pthread_mutex_unlock(&store->lock);
}
