# Tài khoản: mật khẩu
password-too-short = Mật khẩu phải có ít nhất { $n } ký tự. Ghép vài từ không liên quan với nhau là cách dễ nhớ.
password-too-long = Mật khẩu dài nhất là { $n } ký tự.
password-common = Mật khẩu này nằm trong số những mật khẩu bị thử trước tiên. Hãy chọn mật khẩu khác.
password-named = Mật khẩu này dựa trên tên người, tên cơ quan, tên tỉnh hoặc từ quen dùng ở đây. Hãy chọn mật khẩu khác.
password-pattern = Mật khẩu này đi theo hàng phím, dãy số, ngày tháng hoặc lặp lại. Hãy chọn mật khẩu khác.
password-guessable = Mật khẩu này dễ đoán. Hãy thêm một hai từ không liên quan.
door-counter = Tiếp nhận
door-lookup = Tra cứu
door-returns = Trả kết quả
door-online = Trực tuyến
door-hand-over = Giao nhận
door-day = Chốt ngày
door-people = Người và vị trí
door-posts = Chờ duyệt
door-requests = Yêu cầu về dữ liệu
door-glass = Xem khẩn cấp
door-readings = Ai đã xem
