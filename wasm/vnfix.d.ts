/** What went wrong; `status` is an enum vnfix_status of vnfix.h. */
export class VnfixError extends Error {
	readonly status: number;
}

/** Settings and values of vnfix_set() (vnfix.3), but for those that name files. */
export interface Settings {
	assume?: string;
	from?: string;
	tone?: "keep" | "old" | "new";
	only?: string;
	skip?: string;
	protect?: string;
	"min-confidence"?: number | string;
	"input-format"?: string;
	field?: string;
	line?: "yes" | "no";
	[name: string]: string | number | undefined;
}

/** Offsets are of the strings (UTF-16), half open; confidences are probabilities. */
export interface Span {
	begin: number;
	end: number;
	outBegin: number;
	outEnd: number;
	confidence: number;
}

export interface Edit extends Span {
	before: string;
	after: string;
	kind: string;
}

export interface Word extends Span {
	read: string;
	text: string;
	/** Left as read, because no reading was sure enough. */
	flagged: boolean;
}

export interface Result {
	text: string;
	/** What the text was taken for. */
	assumed: string;
	edits: Edit[];
	words: Word[];
}

/** A handle with settings. One document at a time. */
export class Fixer {
	private constructor();
	/** null: the default again. */
	set(name: string, value: string | number | null): void;
	fix(text: string): string;
	run(text: string, what?: { edits?: boolean; words?: boolean }): Result;
	close(): void;
}

export class Vnfix {
	private constructor();
	readonly version: string;
	/** One line about the model. */
	readonly model: string;
	/** Bytes that the engine holds; they may grow, and never shrink. */
	readonly memory: number;
	fixer(settings?: Settings): Fixer;
	fix(text: string, settings?: Settings): string;
}

/** Without bytes of its own, takes vnfix.wasm and vnfix.model from beside this module. */
export function load(what?: {
	wasm?: BufferSource | Promise<BufferSource>;
	model?: ArrayBuffer | ArrayBufferView | Promise<ArrayBuffer | ArrayBufferView>;
}): Promise<Vnfix>;
