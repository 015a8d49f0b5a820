// The one file a page names, where the widget is served as the modules it is written in. It is asked for again each time;
// everything behind it carries its version in its address, is kept by the browser, and never mixes with another version's.
// What it reaches is named here, so that all of it is fetched at once.
{{range .Modules}}import "./{{$.Version}}/{{.}}";
{{end}}import { LiveChat } from "./{{.Version}}/widget/livechat.js";

LiveChat.begin(new URL({{printf "%q" .API}}, import.meta.url));
export { LiveChat };
