// vnfix for JavaScript: the engine as WebAssembly, in Node and in browsers. vnfix.d.ts has the types.

const ERROR_BYTES = 256; // struct vnfix_error: status, offset, 240 bytes of text
const ERROR_TEXT = 16;
const BAD_FILE = 8; // EBADF of WASI

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class VnfixError extends Error {
	constructor(status, text) {
		super(text);
		this.name = "VnfixError";
		this.status = status;
	}
}

// The bytes of one of the files beside this module.
async function beside(name) {
	const url = new URL(name, import.meta.url);
	if (url.protocol === "file:" && typeof process !== "undefined") {
		const { readFile } = await import("node:fs/promises");
		return readFile(url);
	}
	const answer = await fetch(url);
	if (!answer.ok)
		throw new Error(`${url}: ${answer.status}`);
	return answer.arrayBuffer();
}

// What the engine's C library imports: a clock; there are no files and no environment.
function imports(view) {
	const wasi = new Proxy({
		clock_time_get(id, precision, at) {
			view().setBigUint64(at, BigInt(Math.round(performance.now() * 1e6)), true);
			return 0;
		},
		environ_sizes_get(count, size) {
			view().setUint32(count, 0, true);
			view().setUint32(size, 0, true);
			return 0;
		},
		environ_get: () => 0,
		proc_exit(code) {
			throw new Error(`vnfix ended: ${code}`);
		},
	}, { get: (known, name) => known[name] ?? (() => BAD_FILE), has: () => true });
	const env = new Proxy({}, { get: (_, name) => (name.startsWith("__syscall") ? () => -1 : () => {}) });
	return { wasi_snapshot_preview1: wasi, env };
}

// Turns offsets in bytes of UTF-8, which must not fall, into offsets in the string.
function units(bytes) {
	let byte = 0, unit = 0;
	return (offset) => {
		for (; byte < offset; byte++)
			if ((bytes[byte] & 0xc0) !== 0x80)
				unit += bytes[byte] >= 0xf0 ? 2 : 1;
		return unit;
	};
}

class Engine {
	constructor(instance) {
		this.x = instance.exports;
		this.out = this.take(40);
		this.error = this.take(ERROR_BYTES);
	}

	take(size) {
		const at = this.x.malloc(size || 1);
		if (!at)
			throw new VnfixError(6, "out of memory");
		return at;
	}

	// The memory may have moved with every call.
	bytes(at, length) {
		return new Uint8Array(this.x.memory.buffer, at, length);
	}

	number(at) {
		return new DataView(this.x.memory.buffer).getUint32(at, true);
	}

	numbers(count) {
		return Array.from({ length: count }, (_, i) => this.number(this.out + 4 * i));
	}

	put(bytes) {
		const at = this.take(bytes.length);
		this.bytes(at, bytes.length).set(bytes);
		return at;
	}

	text(at, length) {
		return decoder.decode(this.bytes(at, length));
	}

	name(at) {
		const memory = new Uint8Array(this.x.memory.buffer);
		return this.text(at, memory.indexOf(0, at) - at);
	}

	check(status) {
		if (status)
			throw new VnfixError(status, this.name(this.error + ERROR_TEXT));
	}

	// Calls with STRINGS as NUL-terminated texts, null as NULL.
	with(strings, call) {
		const at = strings.map((s) => (s === null ? 0 : this.put(encoder.encode(`${s}\0`))));
		try {
			return call(...at);
		} finally {
			at.forEach((block) => this.x.free(block));
		}
	}
}

export class Fixer {
	#engine;
	#handle;

	constructor(engine, model, settings) {
		this.#engine = engine;
		engine.check(engine.x.vnfix_open(engine.out, model, 0, engine.error));
		this.#handle = engine.number(engine.out);
		try {
			for (const [name, value] of Object.entries(settings))
				this.set(name, value);
		} catch (error) {
			this.close();
			throw error;
		}
	}

	set(name, value) {
		const e = this.#engine;
		e.with([name, value === null ? null : String(value)],
			(n, v) => e.check(e.x.vnfix_set(this.#open(), n, v, e.error)));
	}

	fix(text) {
		return this.run(text, { edits: false, words: false }).text;
	}

	run(text, { edits = true, words = true } = {}) {
		const e = this.#engine, handle = this.#open();
		const bytes = encoder.encode(text), input = e.put(bytes);
		let result = 0;
		try {
			e.check(e.x.vnfix_run(handle, input, bytes.length, e.out, e.error));
			result = e.number(e.out);
			e.x.vnfix_js_text(result, e.out);
			const [at, length, assumed] = e.numbers(3);
			const all = { text: e.text(at, length), assumed: e.name(assumed) };
			// Words that share a change overlap: begins and ends each rise, but not together.
			const made = e.bytes(at, length).slice();
			const spans = () => [units(bytes), units(bytes), units(made), units(made)];
			if (edits)
				all.edits = this.#list(e.x.vnfix_js_edit, result, spans(), (n) => ({
					before: e.text(n[5], n[6]), after: e.text(n[7], n[8]), kind: e.name(n[9]),
				}));
			if (words)
				all.words = this.#list(e.x.vnfix_js_word, result, spans(), (n) => ({
					read: e.text(n[5], n[6]), text: e.text(n[7], n[8]), flagged: n[9] !== 0,
				}));
			return all;
		} finally {
			if (result)
				e.x.vnfix_result_free(result);
			e.x.free(input);
		}
	}

	close() {
		if (this.#handle)
			this.#engine.x.vnfix_close(this.#handle);
		this.#handle = 0;
	}

	#open() {
		if (!this.#handle)
			throw new Error("this fixer is closed");
		return this.#handle;
	}

	#list(get, result, [begin, end, outBegin, outEnd], more) {
		const e = this.#engine, list = [];
		while (get(result, list.length, e.out)) {
			const n = e.numbers(10);
			list.push({
				begin: begin(n[0]), end: end(n[1]), outBegin: outBegin(n[2]), outEnd: outEnd(n[3]),
				confidence: n[4] / 10000, ...more(n),
			});
		}
		return list;
	}
}

export class Vnfix {
	#engine;
	#model;

	constructor(instance, model) {
		const e = this.#engine = new Engine(instance);
		const bytes = new Uint8Array(model.buffer ?? model, model.byteOffset ?? 0, model.byteLength);
		const at = (e.take(bytes.length + 15) + 15) & ~15; // it has to begin at a multiple of 16
		e.bytes(at, bytes.length).set(bytes);
		e.check(e.x.vnfix_model_memory(e.out, at, bytes.length, 0, e.error));
		this.#model = e.number(e.out);
	}

	get version() {
		return this.#engine.name(this.#engine.x.vnfix_version());
	}

	get model() {
		return this.#engine.name(this.#engine.x.vnfix_model_info(this.#model));
	}

	get memory() {
		return this.#engine.x.memory.buffer.byteLength;
	}

	fixer(settings = {}) {
		return new Fixer(this.#engine, this.#model, settings);
	}

	fix(text, settings = {}) {
		const fixer = this.fixer(settings);
		try {
			return fixer.fix(text);
		} finally {
			fixer.close();
		}
	}
}

export async function load({ wasm, model } = {}) {
	const [code, bytes] = await Promise.all([wasm ?? beside("vnfix.wasm"), model ?? beside("vnfix.model")]);
	let memory = null;
	const { instance } = await WebAssembly.instantiate(code, imports(() => new DataView(memory.buffer)));
	memory = instance.exports.memory;
	instance.exports._initialize();
	return new Vnfix(instance, bytes);
}
