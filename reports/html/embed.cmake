# Turns page.mustache, page.css and page.js into one C++ source: cmake -DFOLDER=... -DOUT=... -P embed.cmake
# Also states the script's SHA-256 in base64, which the page's Content-Security-Policy names.

set(alphabet ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/)

# Three bytes are six hexadecimal digits and four characters of base64; 32 bytes leave two over.
function(base64_of_sha256 hex result)
  set(text "")
  foreach(at RANGE 0 54 6)
    string(SUBSTRING ${hex} ${at} 6 group)
    foreach(shift 18 12 6 0)
      math(EXPR index "(0x${group} >> ${shift}) & 63")
      string(SUBSTRING ${alphabet} ${index} 1 character)
      string(APPEND text ${character})
    endforeach()
  endforeach()
  string(SUBSTRING ${hex} 60 4 group)
  foreach(shift 10 4 -2)
    if(shift LESS 0)
      math(EXPR index "(0x${group} << 2) & 63")
    else()
      math(EXPR index "(0x${group} >> ${shift}) & 63")
    endif()
    string(SUBSTRING ${alphabet} ${index} 1 character)
    string(APPEND text ${character})
  endforeach()
  set(${result} "${text}=" PARENT_SCOPE)
endfunction()

file(READ "${FOLDER}/page.mustache" template)
file(READ "${FOLDER}/page.css" style)
file(READ "${FOLDER}/page.js" script)
file(SHA256 "${FOLDER}/page.js" hex)
base64_of_sha256(${hex} hash)
file(WRITE "${OUT}" "#include \"reports/html/assets.h\"\n\nnamespace squall::reports {\n
extern const std::string_view page_template = R\"squall(${template})squall\";
extern const std::string_view page_style = R\"squall(${style})squall\";
extern const std::string_view page_script = R\"squall(${script})squall\";
extern const std::string_view page_script_sha256 = \"${hash}\";\n
}  // namespace squall::reports\n")
