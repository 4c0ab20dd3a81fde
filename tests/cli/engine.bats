#!/usr/bin/env bats
# The engine from bytes to bytes does without what a browser or a small machine lacks.

load helper

# What the static library $1 wants of others, and what it gives them.
wanted() { nm -u "$VNFIX_BUILD/src/$1" | awk 'NF == 2 { print $2 }' | sort -u; }
given() { nm --defined-only "$VNFIX_BUILD/src/$1" | awk 'NF == 3 && $2 ~ /[A-Z]/ { print $3 }' | sort -u; }

@test "the engine needs nothing of the file machinery" {
	wanted libvnfix_engine.a >needs
	given libvnfix_files.a >gives
	[ -s needs ]
	grep -qx vn_map_open gives
	[ -z "$(comm -12 needs gives)" ]
}

@test "the engine opens, maps and prints nothing, starts no thread, reads no environment, never ends" {
	[ -z "$VNFIX_SANITIZED" ] || skip "a sanitizer calls what it likes"
	run ! grep -xE '(f|fd|__)?open(at|dir)?(64)?(_2)?|creat|f?read|f?write|mmap|munmap|f?statx?(at)?|statfs|poll|socket|(v?f?printf|puts|fputs|putc(har)?|perror)|pthread_.*|thrd_.*|getenv|secure_getenv|exit|_exit|abort|signal|sigaction|stdout|stderr|setlocale' \
		<(wanted libvnfix_engine.a)
}

@test "the library writes no file" {
	[ -z "$VNFIX_SANITIZED" ] || skip "a sanitizer calls what it likes"
	nm -D -u "$VNFIX_BUILD/src/lib/libvnfix.so" | sed 's/@.*//' | awk '{ print $2 }' >wanted
	grep -qx malloc wanted
	run ! grep -xE 'rename(at2?)?|unlink(at)?|link(at)?|mkdir(at)?|p?write(v|64)?|fwrite|f?truncate(64)?|f?sync|syncfs|pthread_create|getenv|secure_getenv|exit|_exit|abort' wanted
}
