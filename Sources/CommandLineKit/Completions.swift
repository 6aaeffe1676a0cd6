/// What a shell offers when a key is pressed: commands, options, and the values that there are, all from the commands' own descriptions.
public enum Completions: String, CaseIterable, Sendable {
  case bash, zsh, fish

  public func script(_ root: Command) -> String {
    switch self {
    case .bash: Completions.bash(root)
    case .zsh: Completions.zsh(root)
    case .fish: Completions.fish(root)
    }
  }

  /// A command, how it is reached, and the options that it takes.
  private struct Place {
    var path: String
    var words: [(name: String, help: String)]
    var options: [Option]
  }

  private static func places(_ root: Command) -> [Place] {
    var places: [Place] = []
    root.forEachCommand { command, path in
      places.append(
        Place(
          path: path.dropFirst().joined(separator: " "), words: command.subcommands.map { ($0.name, $0.overview) },
          options: (path.count == 1 ? [] : command.options) + root.options + [Option("help", short: "h", "show the help page")]))
    }
    return places
  }

  private static let head = "# Made from the commands' own descriptions by `make docs`; do not edit.\n"

  // MARK: bash

  private static func bash(_ root: Command) -> String {
    let places = places(root)
    var text = head
    text += """
      _\(root.name)() {
        local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path= word
        for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
          case "$path${path:+ }$word" in
            \(places.dropFirst().map { "'\($0.path)'" }.joined(separator: "|"))) path="$path${path:+ }$word" ;;
          esac
        done
        case "$path:$before" in

      """
    var seen: Set<String> = []
    for place in places {
      for option in place.options where !option.allowed.isEmpty && seen.insert("\(place.path):\(option.name)").inserted {
        text +=
          "    '\(place.path):--\(option.name)') COMPREPLY=($(compgen -W '\(option.allowed.joined(separator: " "))' -- \"$current\")); return ;;\n"
      }
    }
    text += "  esac\n  case \"$path\" in\n"
    for place in places {
      let words = place.words.map(\.name) + place.options.map { "--\($0.name)" }
      text += "    '\(place.path)') COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$current\")) ;;\n"
    }
    text += "  esac\n}\ncomplete -o bashdefault -o default -F _\(root.name) \(root.name)\n"
    return text
  }

  // MARK: zsh

  private static func zsh(_ root: Command) -> String {
    let places = places(root)
    var text = "#compdef \(root.name)\n" + head
    text +=
      "_\(root.name)() {\n  local place= word\n  for word in ${words[2,CURRENT-1]}; do\n    case \"$place${place:+ }$word\" in\n"
    text += "      (\(places.dropFirst().map { quoted($0.path) }.joined(separator: "|"))) place=\"$place${place:+ }$word\" ;;\n"
    text += "    esac\n  done\n  local -a offered\n  case \"$place:${words[CURRENT-1]}\" in\n"
    for place in places {
      for option in place.options where !option.allowed.isEmpty {
        text +=
          "    (\(quoted("\(place.path):--\(option.name)"))) compadd -- \(option.allowed.joined(separator: " ")); return ;;\n"
      }
    }
    text += "  esac\n  case \"$place\" in\n"
    for place in places {
      let words = place.words.map { described($0.name, $0.help) } + place.options.map { described("--\($0.name)", $0.help) }
      text += "    (\(quoted(place.path))) offered=(\(words.joined(separator: " "))) ;;\n"
    }
    text += "  esac\n  _describe 'sheriff' offered\n  _files\n}\n_\(root.name) \"$@\"\n"
    return text
  }

  private static func described(_ name: String, _ help: String) -> String {
    quoted("\(name.replacing(":", with: "\\:")):\(help)")
  }

  // MARK: fish

  private static func fish(_ root: Command) -> String {
    var text = head
    text += """
      function __\(root.name)_is_at
        set -l path
        for word in (commandline -opc)[2..-1]
          if not string match -q -- '-*' $word
            if contains -- (string join ' ' $path $word) $__\(root.name)_paths
              set path $path $word
            end
          end
        end
        test (string join ' ' $path) = "$argv[1]"
      end

      """
    let places = places(root)
    text += "set -g __\(root.name)_paths \(places.dropFirst().map { quoted($0.path) }.joined(separator: " "))\n"
    for place in places {
      let condition = quoted("__\(root.name)_is_at \"\(place.path)\"")
      for word in place.words {
        text += "complete -c \(root.name) -n \(condition) -f -a \(word.name) -d \(quoted(word.help))\n"
      }
      for option in place.options {
        var line = "complete -c \(root.name) -n \(condition) -l \(option.name) -d \(quoted(option.help))"
        if let short = option.short { line += " -s \(short)" }
        if option.value != nil {
          line += option.allowed.isEmpty ? " -r" : " -x -a \(quoted(option.allowed.joined(separator: " ")))"
        }
        text += line + "\n"
      }
    }
    return text
  }

  /// For a shell, whatever is in it.
  private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
