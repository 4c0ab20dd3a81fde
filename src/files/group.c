#include "files/parts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#define WORTH 4 /* files from which on one syncfs() is cheaper than an fsync() each */

/* From Linux 5.8 on syncfs() tells of bytes that could not be written. */
static bool syncfs_tells(void)
{
	struct utsname names;
	int major = 0, minor = 0;

	if (uname(&names) < 0 || sscanf(names.release, "%d.%d", &major, &minor) != 2)
		return false;
	return major > 5 || (major == 5 && minor >= 8);
}

void vn_save_group_init(struct vn_save_group *group, vn_save_done *done, void *self)
{
	*group = (struct vn_save_group){
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.done = done,
		.self = self,
		.each = !syncfs_tells(),
	};
}

static time_t now(void)
{
	struct timespec time = {0};
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec;
}

/* A commit under way: what was in the group, now on its own. */
struct commit {
	size_t count;
	struct vn_save_item items[VN_GROUP_FILES];
	/* Where a file, later a folder, is; of the ones that take part. */
	struct place {
		bool known;
		dev_t device;
		ino_t inode;
	} places[VN_GROUP_FILES];
};

static bool lives(const struct vn_save *save)
{
	return save->open && !save->error;
}

/* Notes where the file I is, or (FOLDER) its folder. */
static void find_place(struct commit *commit, size_t i, bool folder)
{
	struct vn_save *save = &commit->items[i].save;
	struct stat st;

	commit->places[i].known = false;
	if (!lives(save) || save->direct)
		return;
	if (fstat(folder ? save->folder : save->fd, &st) < 0)
		vn_part_failed(save);
	else
		commit->places[i] = (struct place){true, st.st_dev, folder ? st.st_ino : 0};
}

static bool same_place(const struct commit *commit, size_t i, size_t j)
{
	const struct place *a = &commit->places[i], *b = &commit->places[j];
	return a->known && b->known && a->device == b->device && a->inode == b->inode;
}

/* Whether I is the first of its place. */
static bool leads(const struct commit *commit, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (same_place(commit, i, j))
			return false;
	return commit->places[i].known;
}

static void sync_one(struct vn_save *save)
{
	if (lives(save) && vn_part_sync(save) < 0)
		vn_part_failed(save);
}

/* Syncs the contents on the file system of file I. */
static void sync_device(struct commit *commit, size_t i)
{
	if (syncfs(commit->items[i].save.fd) == 0)
		return;
	/* Each file tells whether it is one of those that are lost. */
	for (size_t j = i; j < commit->count; j++)
		if (same_place(commit, i, j))
			sync_one(&commit->items[j].save);
}

static void sync_contents(struct commit *commit, bool each)
{
	for (size_t i = 0; i < commit->count; i++)
		find_place(commit, i, false);
	for (size_t i = 0; i < commit->count; i++)
		if (each || commit->count < WORTH)
			sync_one(&commit->items[i].save);
		else if (leads(commit, i))
			sync_device(commit, i);
}

static void place_all(struct commit *commit)
{
	for (size_t i = 0; i < commit->count; i++) {
		struct vn_save *save = &commit->items[i].save;
		if (lives(save) && vn_part_place(save) < 0)
			vn_part_failed(save);
	}
}

static void sync_folders(struct commit *commit)
{
	for (size_t i = 0; i < commit->count; i++)
		find_place(commit, i, true);
	for (size_t i = 0; i < commit->count; i++) {
		if (!leads(commit, i) || vn_part_sync_folder(commit->items[i].save.folder) == 0)
			continue;
		for (size_t j = i; j < commit->count; j++)
			if (same_place(commit, i, j))
				vn_part_failed(&commit->items[j].save);
	}
}

static void prepare(const struct vn_save_group *group, struct commit *commit)
{
	int error = commit->count && group->before ? group->before(group->self) : 0;

	for (size_t i = 0; error && i < commit->count; i++) {
		errno = error;
		if (lives(&commit->items[i].save))
			vn_part_failed(&commit->items[i].save);
	}
}

static void run(const struct vn_save_group *group, struct commit *commit)
{
	prepare(group, commit);
	sync_contents(commit, group->each);
	place_all(commit);
	sync_folders(commit);
	for (size_t i = 0; i < commit->count; i++) {
		struct vn_save_item *item = &commit->items[i];
		vn_part_shut(&item->save);
		if (group->done)
			group->done(group->self, item->tag, &item->save);
	}
}

/* Empties the group into COMMIT; the caller holds the lock. */
static void take(struct vn_save_group *group, struct commit *commit)
{
	commit->count = group->count;
	memcpy(commit->items, group->items, group->count * sizeof *group->items);
	group->count = 0;
	group->bytes = 0;
}

void vn_save_group_add(struct vn_save_group *group, struct vn_save *save, void *tag)
{
	struct commit commit;

	commit.count = 0;
	if (!save->error && vn_part_stage(save) < 0)
		vn_part_failed(save);
	pthread_mutex_lock(&group->lock);
	if (group->count == 0)
		group->since = now();
	group->items[group->count++] = (struct vn_save_item){*save, tag};
	group->bytes += save->written;
	if (group->count == VN_GROUP_FILES || group->bytes >= VN_GROUP_BYTES ||
	    now() - group->since > VN_GROUP_SECONDS)
		take(group, &commit);
	pthread_mutex_unlock(&group->lock);
	*save = (struct vn_save){0};
	run(group, &commit);
}

void vn_save_group_flush(struct vn_save_group *group)
{
	struct commit commit;

	pthread_mutex_lock(&group->lock);
	take(group, &commit);
	pthread_mutex_unlock(&group->lock);
	run(group, &commit);
}

void vn_save_group_fini(struct vn_save_group *group)
{
	for (size_t i = 0; i < group->count; i++)
		vn_save_abort(&group->items[i].save);
	group->count = 0;
}
