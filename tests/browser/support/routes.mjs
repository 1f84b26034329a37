// Which of the program's own GET routes (its log says them at the start with --verbose) no page was looked at of. What is no page stands in not_pages.json
// with what it is; a line there that the program does not serve, or that answers with a page after all, is a fault too.
import { readFileSync } from "node:fs";

const parts = (path) => path.split("/").slice(1);
const is_name = (part) => /^\{.+\}$/.test(part);
const fits = (pattern, path) => {
  const ours = parts(pattern), theirs = parts(path);
  if (ours.at(-1)?.endsWith("...}")) return theirs.length >= ours.length && ours.slice(0, -1).every((part, i) => is_name(part) || part === theirs[i]);
  return ours.length === theirs.length && ours.every((part, i) => part === theirs[i] || (is_name(part) && theirs[i] !== ""));
};
// As the router chooses: literal segments win over names, from the left.
const kinds = (pattern) => parts(pattern).map((part) => (part.endsWith("...}") ? "2" : is_name(part) ? "1" : "0")).join("");
export const route_of = (patterns, path) => patterns.filter((pattern) => fits(pattern, path)).sort((a, b) => (kinds(a) < kinds(b) ? -1 : 1))[0];

export async function unvisited_routes(base, log, visited) {
  const patterns = log.split("\n").filter((line) => line.includes('"http.route"')).map((line) => JSON.parse(line)).filter((one) => one.method === "GET").map((one) => one.pattern);
  if (patterns.length < 50) return [`the server's log has ${patterns.length} routes: was it started with --verbose?`];
  const not_pages = JSON.parse(readFileSync(new URL("../not_pages.json", import.meta.url), "utf8"));
  const seen = new Set([...visited].map((path) => route_of(patterns, path)));
  const faults = patterns.filter((pattern) => !seen.has(pattern) && !(pattern in not_pages)).map((pattern) => `${pattern} is in no list of pages (pages.json), and not_pages.json does not say what it is`);
  for (const pattern of Object.keys(not_pages)) {
    if (!patterns.includes(pattern)) faults.push(`${pattern} stands in not_pages.json and is not served`);
    const path = pattern.replace("{lang}", "et");
    if (path.includes("{")) continue;
    const answer = await fetch(base + path, { redirect: "manual" });
    if (answer.status === 200 && /text\/html/.test(answer.headers.get("content-type") ?? "")) faults.push(`${pattern} stands in not_pages.json and is a page`);
    await answer.arrayBuffer();
  }
  return faults;
}
