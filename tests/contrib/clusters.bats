#!/usr/bin/env bats
# contrib/: work on several machines, each engine for real, as far as it is installed. Whatever the engine,
# and whatever dies on the way, the result is that of one machine, byte for byte.

# shellcheck disable=SC2154 # stderr is set by run
load ../cli/helper

CONTRIB=$BATS_TEST_DIRNAME/../../contrib
PAGES=$BATS_TEST_DIRNAME/../../corpus/ocr

need() {
	command -v "$1" >/dev/null || skip "no $1"
}

# What a test started in the background, by number; none of it outlives the test.
started=()

teardown() {
	for child in "${started[@]}"; do
		kill -9 "$child" || true
		wait "$child" || true
	done 2>/dev/null
	stop_slurm
}

# pages N: the folder in with N pages, and one/, report-one: what one machine makes of it.
pages() {
	mkdir in
	find "$PAGES" -name '*.ocr.txt' | sort | head -"$1" | while read -r page; do cp "$page" in; done
	"$VNFIX" -q -r in --output-dir one --no-provenance --report report-one
	# Where the outputs stand is told in the report.
	sed -i 's,"output":"one/,"output":"out/,' report-one
}

same_as_one() {
	diff -r one out
	cmp report-one "$1"
}

@test "reports of shards become the report of one run" {
	need_model
	pages 9
	for k in 1 2 3; do
		"$VNFIX" -q -r in --output-dir out --no-provenance --report part-$k --shard $k/3
	done
	"$CONTRIB/vnfix-report" merge -o merged part-1 part-2 part-3
	same_as_one merged
	"$CONTRIB/vnfix-report" merge part-1 part-2 part-3 | cmp - merged
	run "$CONTRIB/vnfix-report" merge -o merged part-1
	[ "$status" -eq 4 ]
	run "$CONTRIB/vnfix-report" merge part-1 in/*.txt
	[ "$status" -eq 3 ]
	"$VNFIX" -q -r in --output-dir other --tone=old --no-provenance --report part-4
	run "$CONTRIB/vnfix-report" merge part-1 part-4
	[ "$status" -eq 3 ]
	[[ "$output" == *"other settings"* ]]
	"$VNFIX" -q --undo merged --output-dir back
	diff -r in back/in
}

@test "more documents than are saved together" {
	mkdir in
	for i in $(seq -w 150); do printf 'ho\303\240 %s\n' "$i" >"in/$i"; done
	run "$VNFIX" -q --only normalise --tone=old -r in --output-dir one --no-provenance --report report-one
	sed -i 's,"output":"one/,"output":"out/,' report-one
	for k in 1 2; do
		"$VNFIX" -q --only normalise --tone=old -r in --output-dir out --no-provenance \
			--report part-$k --shard $k/2
	done
	"$CONTRIB/vnfix-report" merge -o merged part-1 part-2
	same_as_one merged
}

@test "a shard that was killed and resumed counts once" {
	mkdir in
	for i in $(seq -w 150); do printf 'ho\303\240 %s\n' "$i" >"in/$i"; done
	run "$VNFIX" -q --only normalise --tone=old -r in --output-dir one --no-provenance --report report-one
	sed -i 's,"output":"one/,"output":"out/,' report-one
	run "$VNFIX" -q --only normalise --tone=old -r in --output-dir out --no-provenance --report whole
	# What a killed run leaves: the begin, half a line, and outputs up to a point.
	head -c 30000 whole >part
	find out -name '1*' -delete
	"$VNFIX" -q --only normalise --tone=old -r in --output-dir out --no-provenance --existing=overwrite \
		--resume part
	"$CONTRIB/vnfix-report" merge -o merged part
	same_as_one merged
	"$VNFIX" -q --undo merged --output-dir back
	diff -r in back/in
}

# A port that nobody listens at.
free_port() {
	python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Two machines that are this one: shells of their own over ssh, as parallel would have them anywhere.
start_sshd() {
	need sshd
	mkdir -p ssh
	ssh-keygen -q -t ed25519 -N '' -f ssh/host
	ssh-keygen -q -t ed25519 -N '' -f ssh/user
	cp ssh/user.pub ssh/authorized
	chmod 600 ssh/authorized
	cat >ssh/config <<-END
		HostKey $PWD/ssh/host
		AuthorizedKeysFile $PWD/ssh/authorized
		PidFile $PWD/ssh/pid
		StrictModes no
		UsePAM no
		ListenAddress 127.0.0.1:$1
		ListenAddress 127.0.0.2:$1
	END
	mkdir -p /run/sshd 2>/dev/null || skip "sshd needs root here"
	"$(command -v sshd)" -f ssh/config 2>ssh/log || skip "sshd does not start: $(cat ssh/log)"
	# It goes to the background before it listens; its number is written after that.
	eventually test -s ssh/pid
	cat >ssh/with <<-END
		#!/bin/sh
		exec ssh -p $1 -i $PWD/ssh/user -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR "\$@"
	END
	chmod +x ssh/with
}

@test "GNU parallel over two hosts" {
	need_model
	need parallel
	pages 8
	start_sshd "$(free_port)"
	printf '%s\n' "1/$PWD/ssh/with 127.0.0.1" "1/$PWD/ssh/with 127.0.0.2" >hosts
	run patiently "$CONTRIB/parallel/vnfix-hosts" hosts 4 in out
	kill "$(cat ssh/pid)"
	echo "$output"
	[ "$status" -eq 0 ]
	same_as_one out.report
}

# Starts the Dask worker K, its number goes to worker-K.
dask_worker() {
	$python -m distributed.cli.dask_worker "tcp://127.0.0.1:$scheduler" --nthreads 1 --no-nanny --no-dashboard \
		--name "w$1" --local-directory "$PWD/space-$1" 2>"worker-$1.log" 3>&- &
	echo $! >"worker-$1"
	started+=($!)
}

# The waits end as well when what is waited for has died: the step after it fails then.
at_work_or_dead() {
	grep -q 'vnfix.model' "/proc/$1/maps" 2>/dev/null || ! kill -0 "$1" 2>/dev/null || ! kill -0 "$2" 2>/dev/null
}

registered_or_dead() {
	grep -q 'Registered to' "worker-$1.log" || ! kill -0 "$(cat "worker-$1")" 2>/dev/null
}

@test "Dask: a bag of records on two workers, one of which is killed" {
	need_model
	[ -n "$VNFIX_LIBRARY" ] || skip "no library"
	local python=python3
	$python -c 'import distributed' 2>/dev/null || python=/usr/bin/python3
	$python -c 'import dask.bag, distributed' 2>/dev/null || skip "no Dask"
	export PYTHONPATH=$BATS_TEST_DIRNAME/../../python
	# A busy machine is no dead one.
	export DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT=300s DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP=300s
	for i in $(seq 3000); do
		printf '{"id":%d,"text":"uy ban nhan dan tinh quyet dinh so %d","more":"%0400d"}\n' "$i" "$i" 0
	done >records.ndjson
	while IFS= read -r line; do
		printf '%s\n' "$line"
	done <records.ndjson | "$VNFIX" -q -f ndjson --field text --line >one.ndjson
	local scheduler
	scheduler=$(free_port)
	$python -m distributed.cli.dask_scheduler --host 127.0.0.1 --port "$scheduler" --no-dashboard \
		2>scheduler.log 3>&- &
	started+=($!)
	dask_worker 1
	$python "$CONTRIB/dask/vnfix_bag.py" "tcp://127.0.0.1:$scheduler" text records.ndjson out >bag.log 2>&1 3>&- &
	local bag=$! result=0
	started+=("$bag")
	# The first worker, the only one, dies over its work when the second is there to take it.
	eventually at_work_or_dead "$(cat worker-1)" "$bag"
	kill -STOP "$(cat worker-1)"
	dask_worker 2
	eventually registered_or_dead 2
	kill -9 "$(cat worker-1)"
	wait "$bag" || result=$?
	[ $result -eq 0 ] || { cat bag.log worker-2.log; false; }
	cat out/*.part | cmp - one.ndjson
}

@test "Spark, Hadoop: lines piped partition by partition, by two threads and in lockstep" {
	need_model
	local pipe=$BATS_TEST_DIRNAME/piped.py
	python3 - <<'END'
import json
lines = []
for i in range(300):
    # Keys before and behind, in an order and with blanks of their own, numbers no program should read, and escapes.
    lines.append('{"id":%d.00, "k" : "a\\u00ea\\/b" ,"text":"uy ban nhan dan tinh quyet dinh so %d","t":[1e400,{"text":"ty le"}]}' % (i, i))
# Nothing, a blank, no object, a torn one, none of that member, another type, an empty one, one that ends in CR.
lines[7:7] = ["", " ", "[1,2]", '{"id":1,"text":"uy ban', '{"id":2}', '{"id":3,"text":null}', '{"text":""}', '{"text":"uy ban nhan dan"}\r']
# More than the pipes hold, both ways.
lines.append(json.dumps({"id": "long", "text": "uy ban nhan dan tinh " * 20000}))
lines.append('{"id":"last","text":"hoi dong nhan dan tinh quyet nghi"}')
open("records", "w").write("\n".join(lines)) # no end of the last line
END
	"$VNFIX" -q -f ndjson --field text --line <records >one
	for partitions in 1 4 7; do
		patiently python3 "$pipe" threads $partitions records "$VNFIX" -q -f ndjson --field text --line >out
		cmp one out
	done
	patiently python3 "$pipe" lockstep 4 records "$VNFIX" -q -f ndjson --field text --line >out
	cmp one out
	python3 - <<'END'
import re
a, b = (open(name, newline="").read().split("\n") for name in ("records", "one"))
assert len(a) == len(b) and not b[-1] == "", (len(a), len(b))
text = re.compile(r'"text": ?"[^"]*"')
changed = 0
for old, new in zip(a, b):
    assert text.sub("", old, count=1) == text.sub("", new, count=1), (old[:99], new[:99])
    changed += old != new
assert changed > 250, changed
assert b[7:14] == a[7:14]
assert "ủy ban nhân dân" in b[14] and b[14].endswith("}\r"), b[14]
assert "quyết nghị" in b[-1], b[-1]
END
	# What fails is told to the engine, which starts the task again.
	run python3 "$pipe" threads 2 records "$VNFIX" -q -f ndjson --field text --line --model nowhere
	[ "$status" = 1 ]
	[[ "$output" = *"code 6"* ]]
}

# A cluster of the two nodes a and b, both this machine, with everything of its own in slurm/. A task of a
# node that died starts again cred_expire seconds later; less would fail on a machine that is busy.
start_slurm() {
	need slurmctld
	need slurmd
	need munged
	[ "$(id -u)" -eq 0 ] || skip "Slurm needs root here"
	local host controller a b
	host=$(hostname -s)
	controller=$(free_port) a=$(free_port) b=$(free_port)
	mkdir -p slurm/state slurm/log slurm/log-a slurm/log-b
	export SLURM_CONF=$PWD/slurm/slurm.conf
	head -c 1024 /dev/urandom >slurm/key
	chmod 400 slurm/key
	cat >slurm/slurm.conf <<-END
		ClusterName=vnfix
		SlurmctldHost=$host(127.0.0.1)
		SlurmctldPort=$controller
		SlurmUser=root
		AuthType=auth/munge
		AuthInfo=socket=$PWD/slurm/munge,cred_expire=20
		StateSaveLocation=$PWD/slurm/state
		SlurmdSpoolDir=$PWD/slurm/spool-%n
		SlurmctldPidFile=$PWD/slurm/ctld.pid
		SlurmdPidFile=$PWD/slurm/%n.pid
		SlurmctldLogFile=$PWD/slurm/log/ctld
		SlurmdLogFile=$PWD/slurm/log-%n/log
		ProctrackType=proctrack/pgid
		TaskPlugin=task/none
		SelectType=select/cons_tres
		SelectTypeParameters=CR_CPU
		MpiDefault=none
		SlurmdTimeout=600
		MessageTimeout=300
		ReturnToService=2
		NodeName=a NodeHostname=$host NodeAddr=127.0.0.1 Port=$a CPUs=1 RealMemory=1000
		NodeName=b NodeHostname=$host NodeAddr=127.0.0.1 Port=$b CPUs=1 RealMemory=1000
		PartitionName=all Nodes=a,b Default=YES State=UP MaxTime=INFINITE
	END
	munged --force --key-file="$PWD/slurm/key" --socket="$PWD/slurm/munge" --pid-file="$PWD/slurm/munge.pid" \
		--log-file="$PWD/slurm/log/munge" --seed-file="$PWD/slurm/seed" 3>&- 2>slurm/log/start ||
		skip "munged does not start: $(cat slurm/log/start)"
	slurmctld -c 3>&- 2>slurm/log/start || skip "slurmctld does not start: $(cat slurm/log/start)"
	slurmd -N a 3>&- && slurmd -N b 3>&- || { stop_slurm; skip "slurmd does not start here"; }
	eventually sh -c 'sinfo -h -o %T | grep -qx idle'
}

stop_slurm() {
	for pid in slurm/a.pid slurm/b.pid slurm/ctld.pid slurm/munge.pid; do
		[ ! -f "$pid" ] || kill "$(cat "$pid")" || true
	done
}

# Kills the node NAME with all that runs on it, as a power cut would: a step runs where its node logs.
cut_power() {
	local pid step task
	pid=$(cat "slurm/$1.pid")
	rm "slurm/$1.pid"
	kill -9 "$pid"
	for step in $(pgrep slurmstepd); do
		[ "$(readlink "/proc/$step/cwd")" = "$PWD/slurm/log-$1" ] || continue
		for task in $(pgrep -P "$step"); do
			kill -9 -- "-$task" || true
		done
		kill -9 "$step" || true
	done
	scontrol update NodeName="$1" State=DOWN Reason=dead
}

done_all() {
	[ -z "$(squeue -h)" ]
}

@test "Slurm: a job array, one node of which dies" {
	need_model
	pages 12
	start_slurm
	# The first try of the first task is killed in its midst, and hangs until the node dies.
	cat >dying <<-END
		#!/bin/sh
		[ "\$SLURM_ARRAY_TASK_ID" -ne 1 ] || [ -n "\$SLURM_RESTART_COUNT" ] || {
			timeout -s KILL 1 "$VNFIX" -j 1 "\$@"
			hostname=\$SLURMD_NODENAME
			echo "\$hostname" >dying-on
			sleep 3600
		}
		exec "$VNFIX" "\$@"
	END
	chmod +x dying
	VNFIX=$PWD/dying sbatch --mem=0 --array=1-3 "$CONTRIB/slurm/vnfix.sbatch" in out
	eventually [ -s dying-on ]
	cut_power "$(cat dying-on)"
	eventually done_all
	stop_slurm
	[ -s dying-on ]
	"$CONTRIB/vnfix-report" merge -o merged out.shard-1 out.shard-2 out.shard-3
	same_as_one merged
}
