// Runs a Python script in Pyodide: its main(), or answer() for each line of
// standard input where it has one. Arguments: Pyodide's folder, the script.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, script] = process.argv.slice(-2);
const { loadPyodide } = await import(pathToFileURL(folder + "/pyodide.mjs"));
const python = await loadPyodide({ indexURL: folder });
python.runPython(script);
const answer = python.globals.get("answer");
if (answer) {
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    const source = "/tmp/source.py";
    python.FS.writeFile(source, readFileSync(request.path));
    console.log(answer(JSON.stringify({ ...request, path: source })));
  }
}
