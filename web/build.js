// 組み立て: src/ becomes one file that any browser reads, beside it the licences of the packages in it.
//
//   npm ci && npm run build            -> ../api/static/desk/
//   node build.js FOLDER               somewhere else, to compare
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, "../api/static/desk");

const built = await build({
  absWorkingDir: here,
  entryPoints: ["src/desk.js"],
  outfile: join(target, "desk.js"),
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none", // whole texts stand in LICENCES.md
  external: ["/static/*"],
  metafile: true,
});
mkdirSync(target, { recursive: true });
writeFileSync(join(target, "LICENCES.md"), licences(Object.keys(built.metafile.inputs)));

function licences(files) {
  const packages = new Set(files.map((file) => file.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean));
  const texts = [...packages].sort().map((name) => {
    const { version, license } = JSON.parse(readFileSync(join(here, "node_modules", name, "package.json")));
    return `## ${name} ${version} (${license})\n\n${licence(join(here, "node_modules", name)).trim()}\n`;
  });
  return `# What is in desk.js\n\nBuilt from \`web/\`; written by \`web/build.js\`.\n\n${texts.join("\n")}`;
}

function licence(folder) {
  const name = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (!name) throw new Error(`no licence text in ${folder}`);
  return readFileSync(join(folder, name), "utf8");
}
