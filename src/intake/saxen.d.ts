/** The part of saxen (a streaming XML parser that ships no types) used to read workbooks. */
declare module "saxen" {
  type Attributes = Readonly<Record<string, string>>;
  type Decode = (text: string) => string;
  export class Parser {
    on(event: "openTag", handler: (name: string, attributes: () => Attributes, decode: Decode) => void): this;
    on(event: "closeTag", handler: (name: string) => void): this;
    on(event: "text", handler: (text: string, decode: Decode) => void): this;
    on(event: "cdata", handler: (text: string) => void): this;
    on(event: "error", handler: (error: Error) => void): this;
    on(event: "warn", handler: (warning: Error) => void): this;
    stop(): void;
    parse(xml: string): Error | null;
  }
}
