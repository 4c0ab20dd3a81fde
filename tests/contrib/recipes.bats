#!/usr/bin/env bats
# Recipes: vnfix beside other programs, each with the real one where it is installed.

# shellcheck disable=SC2154 # stderr is set by run
load ../cli/helper

CONTRIB=$BATS_TEST_DIRNAME/../../contrib

need() {
	command -v "$1" >/dev/null || skip "no $1"
}

@test "find and xargs" {
	mkdir -p in/below
	printf 'ho\303\240\n' | tee 'in/a page.txt' 'in/below/b.txt' >in/c.dat
	find in -name '*.txt' -print0 | xargs -0 "$VNFIX" -q --only normalise --tone=old -i
	holds 'in/a page.txt' 'h\303\262a\n'
	holds in/below/b.txt 'h\303\262a\n'
	holds in/c.dat 'ho\303\240\n'
	find in -type f -print0 | "$VNFIX" -q --only normalise --tone=old -0 --files-from - -i
	holds in/c.dat 'h\303\262a\n'
}

@test "paperless-ngx: the script after a document came in" {
	need_model
	cat >server.py <<-'END'
		import http.server, json, sys

		class Server(http.server.BaseHTTPRequestHandler):
		    text = "d6i méi sang tao va chuyén d6i sé qudc gia"

		    def answer(self):
		        body = json.dumps({"id": 7, "content": Server.text}).encode()
		        right = self.path == "/api/documents/7/" and self.headers["Authorization"] == "Token abc"
		        self.send_response(200 if right else 403)
		        self.end_headers()
		        self.wfile.write(body)

		    do_GET = answer

		    def do_PATCH(self):
		        Server.text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["content"]
		        print("PATCH", Server.text, file=open("patches", "a"))
		        self.answer()

		    def log_message(self, *_):
		        pass

		server = http.server.HTTPServer(("127.0.0.1", 0), Server)
		print(server.server_port, file=open("port", "w"), flush=True)
		server.serve_forever()
	END
	PYTHONUTF8=1 python3 server.py 3>&- &
	local server=$! result=0
	eventually [ -s port ] && eventually grep -q . port
	export DOCUMENT_ID=7 PAPERLESS_TOKEN=abc no_proxy=127.0.0.1
	PAPERLESS_ADDRESS=http://127.0.0.1:$(cat port)
	export PAPERLESS_ADDRESS
	"$CONTRIB/paperless/post-consume.py" && "$CONTRIB/paperless/post-consume.py" || result=$?
	PAPERLESS_TOKEN=wrong run "$CONTRIB/paperless/post-consume.py"
	kill $server
	[ $result -eq 0 ]
	[ "$status" -ne 0 ]
	# The second call had nothing to change.
	[ "$(cat patches)" = "PATCH đổi mới sáng tạo và chuyển đổi số quốc gia" ]
}

@test "pandoc: a filter for documents of any format" {
	need_model
	need pandoc
	cat >page.md <<-'END'
		# QUYET DINH

		Uy ban *nhan dan* tinh ban hanh quyet
		dinh ve viec phe duyet `uy ban` va [cong khai danh sach](http://a.vn/uy-ban).

		- ho tro nong dan
		- phat trien kinh te
	END
	pandoc -f markdown -t markdown --wrap=preserve page.md >plain.md
	pandoc --lua-filter "$CONTRIB/pandoc/vnfix.lua" -f markdown -t markdown --wrap=preserve page.md >new.md
	cat new.md
	grep -q 'ban hành quyết$' new.md
	grep -qF '*nhân dân*' new.md
	grep -qF '`uy ban`' new.md
	grep -qF '(http://a.vn/uy-ban)' new.md
	grep -q '^- *hỗ trợ nông dân$' new.md
	[ "$(wc -l <new.md)" -eq "$(wc -l <plain.md)" ]
	# What needs no repair passes as it is.
	pandoc --lua-filter "$CONTRIB/pandoc/vnfix.lua" -t native new.md >again
	pandoc -t native new.md | cmp - again
}

@test "inotify: a folder that is watched" {
	need inotifywait
	mkdir in
	printf 'ho\303\240\n' >in/first
	"$CONTRIB/inotify/hot-folder" in "$PWD/out" --only normalise --tone=old 2>log 3>&- &
	local watcher=$!
	eventually [ -f out/first ]
	printf 'ho\303\240 2\n' >in/.second
	mv in/.second in/second
	eventually [ -f out/second ]
	holds out/second 'h\303\262a 2\n'
	printf 'ho\303\240 3\n' >in/first
	eventually grep -q 3 out/first
	holds out/first 'h\303\262a 3\n'
	# Nothing of it is left behind.
	local watch
	watch=$(pgrep -P $watcher inotifywait)
	is_gone() { ! kill -0 "$1" 2>/dev/null; }
	kill $watcher
	eventually is_gone $watcher
	eventually is_gone "$watch"
}

@test "systemd: the units are right, and what they leave open is little" {
	need systemd-analyze
	cp "$CONTRIB"/systemd/vnfix-folder.* .
	sed -i "s,/usr/bin/vnfix,$VNFIX," vnfix-folder.service
	run systemd-analyze verify ./vnfix-folder.path ./vnfix-folder.service
	echo "$output"
	[ "$status" -eq 0 ]
	[ -z "$(grep vnfix-folder <<<"$output")" ]
	run systemd-analyze security --offline=yes --threshold=20 ./vnfix-folder.service
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "systemd: the command of the unit does what it says" {
	mkdir -p srv/in/below srv/done
	printf 'ho\303\240\n' | tee srv/in/a >srv/in/below/b
	cd srv/in
	eval "$(sed -n 's,^ExecStart=/usr/bin/vnfix,"$VNFIX" --only normalise --tone=old,p' \
		"$CONTRIB/systemd/vnfix-folder.service")"
	eval "$(sed -n 's/^ExecStartPost=//p' "$CONTRIB/systemd/vnfix-folder.service")"
	run ls
	[ -z "$output" ]
	[ -f ../done/below/b ]
	holds ../out/a 'h\303\262a\n'
	holds ../out/below/b 'h\303\262a\n'
}

@test "Vim" {
	local vim
	vim=$(command -v vim || command -v vim.tiny) || skip "no vim"
	printf 'ho\303\240\nho\303\240\nho\303\240\n' >page
	"$vim" -Nu NONE -es -c "2!'$VNFIX' -q --only normalise --tone=old" -c 'wq' page </dev/null
	holds page 'ho\303\240\nh\303\262a\nho\303\240\n'
	printf 'command! -range=%% Vnfix <line1>,<line2>!%s -q --only normalise --tone=old\n' "$VNFIX" >vimrc
	"$vim" -Nu vimrc -es -c 'Vnfix' -c 'wq' page </dev/null
	holds page 'h\303\262a\nh\303\262a\nh\303\262a\n'
}

@test "Emacs" {
	need emacs
	printf 'ho\303\240\n' >page
	emacs -Q --batch --eval '(prefer-coding-system (quote utf-8))' page --eval "(progn
		(call-process-region nil nil \"$VNFIX\" t t nil \"-q\" \"--only=normalise\" \"--tone=old\")
		(save-buffer))"
	holds page 'h\303\262a\n'
}
