; The setup for one person, who needs no administrator for it; made by makensis, for
; `cargo xtask cross`, with
;   VERSION  of Cargo.toml, as 1.2.3
;   FILES    a folder with everything that is installed
;   REMOVED  a script that deletes each of these by its name
;   ICON     of the setup
;   OUT      the setup to make
;
; Not here: WebView2. Where it is missing, Trove itself says so and where it is to be had.

Target amd64-unicode
Unicode true
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh

!define IDENTIFIER "net.trovesearch.desktop"
!define WINDOW "trove-desktop.exe"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Trove"
!define SCHEME "Software\Classes\${IDENTIFIER}"
!define LOGIN "Software\Microsoft\Windows\CurrentVersion\Run"

; Answers of a silent run, beside 0 and makensis' own 1 and 2.
!define STILL_OPEN 3

Name "Trove"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Trove"
; An upgrade goes to where the last one went.
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "Trove ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "Trove"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "Trove setup"
VIAddVersionKey CompanyName "The Trove contributors"
VIAddVersionKey LegalCopyright "The Trove contributors, MIT or Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_UNCONFIRMPAGE_TEXT_TOP \
  "Trove is removed. Your profiles and their pages stay, in $LOCALAPPDATA\${IDENTIFIER}."
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; A program that runs cannot be written over, and half an upgrade is worse than none.
!macro LeaveIfOpen un
  Function ${un}LeaveIfOpen
    ${IfNot} ${FileExists} "$INSTDIR\$0"
      Return
    ${EndIf}
    again:
    ClearErrors
    FileOpen $1 "$INSTDIR\$0" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION \
        "Trove is open. Quit it ($0), then go on." /SD IDCANCEL IDRETRY again
      SetErrorLevel ${STILL_OPEN}
      Quit
    ${EndIf}
    FileClose $1
  FunctionEnd
!macroend
!insertmacro LeaveIfOpen ""
!insertmacro LeaveIfOpen "un."

Section
  StrCpy $0 "${WINDOW}"
  Call LeaveIfOpen
  StrCpy $0 "trove.exe"
  Call LeaveIfOpen

  SetOutPath "$INSTDIR"
  File /r "${FILES}\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Trove.lnk" "$INSTDIR\${WINDOW}"

  ; What Trove itself registers when it starts (src-tauri/scheme_handler.rs).
  WriteRegStr HKCU "${SCHEME}" "" "URL:${IDENTIFIER} protocol"
  WriteRegStr HKCU "${SCHEME}" "URL Protocol" ""
  WriteRegStr HKCU "${SCHEME}\DefaultIcon" "" "$INSTDIR\${WINDOW},0"
  WriteRegStr HKCU "${SCHEME}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'

  ; https://learn.microsoft.com/windows/win32/msi/uninstall-registry-key
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Trove"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Trove contributors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Section Uninstall
  StrCpy $0 "${WINDOW}"
  Call un.LeaveIfOpen
  StrCpy $0 "trove.exe"
  Call un.LeaveIfOpen

  ; Each by its name: a person may keep something of their own in this folder.
  !include "${REMOVED}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Trove.lnk"

  ; Another Trove may have registered itself since, one that was unpacked elsewhere.
  ReadRegStr $0 HKCU "${SCHEME}\shell\open\command" ""
  ${If} $0 == '"$INSTDIR\${WINDOW}" "%1"'
    DeleteRegKey HKCU "${SCHEME}"
  ${EndIf}
  DeleteRegValue HKCU "${LOGIN}" "Trove"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
