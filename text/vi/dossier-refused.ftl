# Vì sao một hồ sơ không tiếp nhận được, hay một việc trên hồ sơ không làm được.

dossier-unknown = Không có hồ sơ mang mã { $code }. Xem lại mã trên giấy tiếp nhận.
dossier-fields = Có chỗ chưa đúng; từng chỗ được nêu bên cạnh. Những gì đã nhập vẫn còn.
dossier-day-turned = Đã sang ngày { $day }. Gửi lại để lấy mã và hạn của ngày mới.
dossier-revision-moved = Thủ tục { $code } vừa có bản công bố mới. Mở lại để xem thành phần và thời hạn mới.
dossier-not-in-force = Thủ tục { $code } hôm nay không có hiệu lực.
dossier-not-received-here = Bộ phận này không tiếp nhận thủ tục { $procedure }. Hướng dẫn người nộp đến đúng nơi tiếp nhận (Điều 17 Nghị định 61/2018/NĐ-CP).
dossier-no-limit = Thủ tục không ghi thời hạn tính được. Thỏa thuận và ghi ngày hẹn trả.
dossier-no-identifier = Cơ quan { $office } chưa có mã định danh nên chưa cấp được mã hồ sơ. Báo quản trị hệ thống.
dossier-no-hours = Lịch làm việc { $schedule } chưa được khai báo. Báo quản trị hệ thống.
dossier-no-due-year = Lịch chưa có năm { $year }. Báo quản trị hệ thống khai báo lịch rồi tiếp nhận lại.
dossier-no-due = Thời hạn này không tính được thành ngày. Thỏa thuận và ghi ngày hẹn trả.
dossier-not-now = Hồ sơ đang ở trạng thái “{ $phase }”, không làm được việc này. Mở lại hồ sơ để xem việc làm được.
dossier-asked-before = Bước này đã yêu cầu bổ sung một lần. Muốn yêu cầu lần nữa phải ghi rõ lý do.
dossier-nothing-named = Nêu ít nhất một chỗ chưa đúng, kèm lý do.
dossier-hand-over-open = Hồ sơ đã giao cho { $office } và chưa được ký nhận. Chờ bên nhận ký nhận hoặc liên hệ bên nhận.
dossier-no-hand-over = Không có hồ sơ nào đang giao cho { $office } để ký nhận.
dossier-sets-differ = Bên giao ghi { $given } bộ, bên nhận đếm { $counted } bộ. Đối chiếu rồi mới ký nhận.
dossier-no-step = Không còn bước nào như vậy. Chọn cơ quan nhận, hoặc trình kết quả.
dossier-clock-stands = Đồng hồ của hồ sơ đang dừng (chờ bổ sung, chờ nghĩa vụ tài chính hoặc thời gian không tính). Cho chạy lại rồi mới làm việc này.
dossier-held-elsewhere = Hồ sơ đang ở { $office }.
dossier-taken-already = Đã có người nhận xử lý hồ sơ này.
dossier-asked-already = Đã hỏi ý kiến { $office } và đang chờ trả lời.
dossier-answers-itself = Cơ quan { $office } có trong danh bạ và tự trả lời; không ai nhập ý kiến thay.
dossier-not-asked = Không có câu hỏi ý kiến số { $id } đang chờ trả lời.
dossier-opinions-open = Còn chờ { $count } ý kiến phối hợp. Khi có đủ mới trình được.
dossier-promised-anew = Hồ sơ đã hẹn lại một lần; quy định chỉ cho hẹn lại một lần (Điều 19 Nghị định 61/2018/NĐ-CP).
dossier-not-later = Ngày hẹn mới phải sau ngày đã hẹn và không ở quá khứ.
dossier-change-open = Đã có đề nghị đổi ngày hẹn đang chờ duyệt.
dossier-no-change = Không có đề nghị đổi ngày hẹn nào chờ duyệt.
dossier-same-person = Việc này phải do người khác làm: người tiếp nhận, người trình không tự ký; người đề nghị không tự duyệt.
dossier-owed = Còn phải nộp { $amount } đồng. Thu đủ rồi mới làm được việc này.
dossier-overpaid = Chỉ còn phải thu { $amount } đồng.
dossier-no-receipt = Không có biên lai như vậy, hoặc biên lai đã hủy.
dossier-not-same-day = Chỉ thủ tục giải quyết ngay trong ngày mới tiếp nhận và trả ngay.
dossier-revoked = Kết quả đã bị thu hồi.
dossier-known-otherwise = Mã này đã có ở đây, là hồ sơ { $code }, với dữ liệu khác. Đối chiếu hai bên; nếu là hồ sơ khác thì sửa mã.
dossier-nothing-to-mark = Tình trạng hạn của hồ sơ đã được ghi nhận.

# Từng chỗ chưa đúng.

dossier-flaw-missing = Cần có.
dossier-flaw-unknown = Không có trong thủ tục này.
dossier-flaw-twice = Bị ghi hai lần.
dossier-flaw-too-long = Nhiều nhất { $most }.
dossier-flaw-out-of-range = Phải từ { $least } đến { $most }.
dossier-flaw-malformed-name = Họ tên không có chữ số và ký tự lạ.
dossier-flaw-malformed-citizen-id = Số định danh có đúng 12 chữ số.
dossier-flaw-malformed-cmnd = Số chứng minh nhân dân có đúng 9 chữ số.
dossier-flaw-malformed-passport = Số hộ chiếu gồm một chữ cái và 7 hoặc 8 chữ số.
dossier-flaw-malformed-tax-code = Mã số thuế có 10 chữ số đúng số kiểm tra, chi nhánh thêm -NNN.
dossier-flaw-malformed-phone = Số điện thoại di động có 10 chữ số, cố định có 11 chữ số.
dossier-flaw-malformed-email = Thư điện tử có dạng ten@noi.gui.
dossier-flaw-malformed = Chưa đúng dạng.
dossier-flaw-bad-date = Ngày không hợp lý.
