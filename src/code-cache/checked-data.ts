const HEADER = 8;
/** A file that a crash left torn lacks whole blocks of its device, which are no smaller than this. */
const BLOCK = 512;

/** `data` with its length and a check sum before it. */
export const withCheck = (data: Buffer): Buffer => {
  const header = Buffer.alloc(HEADER);
  header.writeUInt32LE(data.length, 0);
  header.writeInt32LE(checkSum(data), 4);
  return Buffer.concat([header, data]);
};

/** What `withCheck` was given, or undefined when the file is not as it was written: V8 itself would not notice. */
export const checked = (file: Buffer): Buffer | undefined => {
  if (file.length < HEADER) return undefined;
  const data = file.subarray(HEADER);
  const isWhole = file.readUInt32LE(0) === data.length && file.readInt32LE(4) === checkSum(data);
  return isWhole ? data : undefined;
};

/** FNV-1a over one word of each block: all of them would take longer than compiling. */
const checkSum = (data: Buffer): number => {
  let sum = 0x811c9dc5 | 0;
  for (let at = 0; at + 4 <= data.length; at += BLOCK)
    sum = Math.imul(sum ^ data.readInt32LE(at), 0x01000193);
  return sum;
};
