// The functions of node:fs/promises that awsrole needs, with the work done at once in this thread. Loading that module
// takes 3 ms, and each of its calls goes to another thread and back, which takes longer than the call itself.
import {
  accessSync,
  chmodSync,
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type * as promises from 'node:fs/promises';

type Promises = typeof promises;

/** `call` with a promise of its result, which rejects with what it throws. */
const atOnce =
  (call: (...args: never[]) => unknown) =>
  async (...args: unknown[]): Promise<unknown> =>
    call(...(args as never[]));

/** `access` of node:fs/promises. */
export const access = atOnce(accessSync) as Promises['access'];
/** `chmod` of node:fs/promises. */
export const chmod = atOnce(chmodSync) as Promises['chmod'];
/** `lstat` of node:fs/promises. */
export const lstat = atOnce(lstatSync) as Promises['lstat'];
/** `mkdir` of node:fs/promises. */
export const mkdir = atOnce(mkdirSync) as Promises['mkdir'];
/** `readdir` of node:fs/promises. */
export const readdir = atOnce(readdirSync) as Promises['readdir'];
/** `readFile` of node:fs/promises. */
export const readFile = atOnce(readFileSync) as Promises['readFile'];
/** `readlink` of node:fs/promises. */
export const readlink = atOnce(readlinkSync) as Promises['readlink'];
/** `realpath` of node:fs/promises. */
export const realpath = atOnce(realpathSync.native) as Promises['realpath'];
/** `rename` of node:fs/promises. */
export const rename = atOnce(renameSync) as Promises['rename'];
/** `rm` of node:fs/promises. */
export const rm = atOnce(rmSync) as Promises['rm'];
/** `stat` of node:fs/promises. */
export const stat = atOnce(statSync) as Promises['stat'];
/** `symlink` of node:fs/promises. */
export const symlink = atOnce(symlinkSync) as Promises['symlink'];
/** `utimes` of node:fs/promises. */
export const utimes = atOnce(utimesSync) as Promises['utimes'];

/** An open file, with methods as those of Node's FileHandle. */
export interface OpenFile {
  stat(): Promise<Stats>;
  chmod(mode: number): Promise<void>;
  chown(uid: number, gid: number): Promise<void>;
  readFile(encoding: 'utf8'): Promise<string>;
  writeFile(text: string, encoding: 'utf8'): Promise<void>;
  truncate(): Promise<void>;
  utimes(accessed: number, modified: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** `open` of node:fs/promises. */
export const open = async (path: string, flags: number | string, mode?: number): Promise<OpenFile> => {
  const file = openSync(path, flags, mode);
  return {
    stat: async () => fstatSync(file),
    chmod: async mode => fchmodSync(file, mode),
    chown: async (uid, gid) => fchownSync(file, uid, gid),
    readFile: async encoding => readFileSync(file, encoding),
    writeFile: async (text, encoding) => writeFileSync(file, text, encoding),
    truncate: async () => ftruncateSync(file),
    utimes: async (accessed, modified) => futimesSync(file, accessed, modified),
    sync: async () => fsyncSync(file),
    close: async () => closeSync(file),
  };
};
